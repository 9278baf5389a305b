#!/bin/sh
# CUPS backend kiosksim:/folder. The folder's files say what is wrong with the printer; what was printed is put into
# folder/printed. Arguments as every backend's: job user title copies options [file].
[ $# -eq 0 ] && { echo 'direct kiosksim "Kiosk" "Simulated printer"'; exit 0; }
folder=${DEVICE_URI#kiosksim:}
taken="$folder/taken-$$" early="$folder/early-$$"
trap 'rm -f "$taken" "$early"; exit 0' TERM
trap '' PIPE  # as real backends do: one whose cupsd was killed prints on

blocked() {
    for reason in media-empty-error cover-open-report media-jam-warning; do
        if [ -e "$folder/$reason" ]; then echo "STATE: +$reason" >&2; return 0; fi
        echo "STATE: -$reason" >&2
    done
    return 1
}

# As CUPS's own backends for networks: not a word before the filters have sent something.
if [ -e "$folder/waits-for-data" ]; then
    cat "${6:--}" >"$early"
else
    early="${6:--}"
fi
echo "STATE: +connecting-to-device" >&2
while [ -e "$folder/off" ]; do
    echo "WARNING: The printer may not exist or is unavailable at this time." >&2
    sleep 0.05
done
echo "STATE: -connecting-to-device" >&2
while blocked; do sleep 0.05; done
[ -e "$folder/media-low-report" ] && echo "STATE: +media-low-report" >&2
echo "INFO: Sending data to printer." >&2
cat "$early" >"$taken"
while [ -e "$folder/hold" ]; do sleep 0.05; done
if [ -e "$folder/cups-ipp-missing-job-history" ]; then
    rm "$taken"
    echo "STATE: +cups-ipp-missing-job-history" >&2
    exit 0
fi
echo "STATE: -cups-ipp-missing-job-history" >&2
sync "$taken"  # paper stays paper when the power goes
mv "$taken" "$folder/printed/$(date +%s%N)-$1.pdf"
echo "PAGE: 1 1" >&2
exit 0
