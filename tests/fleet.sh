#!/bin/bash
# What watches a fleet: rules and their tests by promtool; then a real Prometheus that scrapes a real node-exporter on the
# loopback, which reads what kioskctl health wrote of a made-up terminal; and every query of the dashboard.
# Usage: tests/fleet.sh KIOSKCTL
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
fleet=$root/installer/fleet
kioskctl=$(realpath "$1")
stage=$(mktemp -d)
children=()
finish() {
    ((${#children[@]} == 0)) || kill "${children[@]}" 2>/dev/null || true
    wait
    rm -rf "$stage"
}
trap finish EXIT

fail() {
    echo "fleet: $1"
    exit 1
}

# A program that says at which port it listens, as it chose one itself.
listens() {  # name, command…
    local -r log=$stage/$1.log
    shift
    "$@" >"$log" 2>&1 &
    children+=($!)
    local -r end=$((SECONDS + 30))
    until address=$(grep -m1 -oP 'msg="Listening on" address=\K127\.0\.0\.1:[1-9][0-9]*' "$log"); do
        kill -0 "${children[-1]}" 2>/dev/null || fail "$1 ended: $(tail -n 3 "$log")"
        ((SECONDS < end)) || fail "$1 does not say where it listens: $(tail -n 3 "$log")"
        sleep 0.05
    done
}

query() { promtool query instant "http://$prometheus" "$1" 2>&1; }

has() {  # query, what its answer must hold: soon
    local -r end=$((SECONDS + 30))
    until answer=$(query "$1") && [[ $answer == *"$2"* ]]; do
        ((SECONDS < end)) || fail "$1 gives '$answer', not '$2'"
        sleep 0.1
    done
}

check_rules() {
    promtool check rules "$fleet/kiosk.rules.yml" >"$stage/rules.log" 2>&1 || fail "$(<"$stage/rules.log")"
    promtool test rules "$root/tests/fleet/kiosk.rules.test.yml" >"$stage/rules.log" 2>&1 || fail "$(<"$stage/rules.log")"
    local alert
    while read -r alert; do  # what it stands for is read by people who are woken
        [[ $(sed -n "/alert: $alert\$/,/- alert:/p" "$fleet/kiosk.rules.yml" | grep -c 'what_to_do:\|summary:') -ge 2 ]] ||
            fail "$alert does not say what to do"
    done < <(sed -nE 's/^ +- alert: (.*)/\1/p' "$fleet/kiosk.rules.yml")
}

# A terminal without paper, whose update was undone.
make_terminal() {
    mkdir -p "$stage"/{machine/run/kiosk,machine/var/backups/kiosk,machine/var/lib/kiosk-update,machine/etc/apt/sources.list.d,textfile}
    printf '[site]\nhall = "样板 \\"大厅\\""\nterminal = "B"\n[ledger]\npath = "ledger.db"\npostgres = "host=127.0.0.1 port=1"\n' >"$stage/kiosk.toml"
    printf 'case_key,holder_name,id_number,old_card,community,street,handed_in_at,stage\nK001,测试甲,,4000900000000001,甲,东,2026-01-05,ready\n' >"$stage/cases.csv"
    "$kioskctl" --config "$stage/kiosk.toml" import "$stage/cases.csv" >/dev/null
    local -r now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
    printf 'pid = %s\nversion = "0.1.0"\nstarted = "%s"\nin_visit = false\nlast_visit = "%s"\n[[trouble]]\ndevice = "printer"\nfault = "paper_out"\nsince = "%s"\n' \
        $$ "$now" "$now" "$now" >"$stage/machine/run/kiosk/state.toml"
    printf 'at = "%s"\nto = "sftp://kiosk@vault/hall"\n' "$now" >"$stage/machine/var/backups/kiosk/last.toml"
    printf 'at = "%s"\noutcome = "undone"\nwhat = "kiosk 1.2"\n' "$now" >"$stage/machine/var/lib/kiosk-update/last.toml"
    printf 'Types: deb\nURIs: https://repository.example\nSuites: pilot\n' >"$stage/machine/etc/apt/sources.list.d/kiosk.sources"
}

check_metrics() {
    "$kioskctl" --config "$stage/kiosk.toml" health --root "$stage/machine" --prometheus "$stage/textfile/kiosk.prom"
    promtool check metrics <"$stage/textfile/kiosk.prom" >"$stage/metrics.log" 2>&1 || fail "$(<"$stage/metrics.log")"
    ! grep -qE '测试|4000900000000001|K001' "$stage/textfile/kiosk.prom" || fail "the metrics tell of a person"
}

scrape() {
    listens node-exporter prometheus-node-exporter --web.listen-address=127.0.0.1:0 --collector.disable-defaults \
        --collector.textfile --collector.textfile.directory="$stage/textfile"
    echo "[{\"targets\": [\"$address\"], \"labels\": {\"district\": \"沙坪坝\"}}]" >"$stage/hall.json"
    cp "$fleet/kiosk.rules.yml" "$stage"
    sed -e 's/60s/1s/' -e "s#/etc/prometheus/kiosks/\*\.json#$stage/hall.json#" -e '/^alerting:/,/9093/d' "$fleet/prometheus.yml" >"$stage/prometheus.yml"
    promtool check config "$fleet/prometheus.yml" >"$stage/config.log" 2>&1 || fail "$(<"$stage/config.log")"
    listens prometheus prometheus --config.file="$stage/prometheus.yml" --storage.tsdb.path="$stage/data" --web.listen-address=127.0.0.1:0
    prometheus=$address
    has 'kiosk_info' 'hall="样板 \"大厅\"", '
    has 'kiosk_info' 'ring="pilot"'
    has 'kiosk_device_well{device="printer"} == 0' 'district="沙坪坝"'
    has 'time() - kiosk_fault_since_timestamp_seconds{fault="paper_out"} < 120' 'device="printer"'
    has 'kiosk_ledger_readable' '=> 1'
    has 'ALERTS{alertname="KioskUpdateUndone"}' 'alertstate="pending"'
}

# What it shows must be asked rightly, and of this terminal there is something to show but for a store it never reached.
check_dashboard() {
    jq -e '.title and .uid and (.panels | length > 5) and ([.panels[].id] | length == (unique | length))' "$fleet/kiosk-dashboard.json" >/dev/null ||
        fail "the dashboard is none"
    local expression answer
    while read -r expression; do
        answer=$(query "$expression") || fail "the dashboard asks wrongly: $expression: $answer"
        [[ -n $answer || $expression == *copy_timestamp* ]] || fail "the dashboard asks for nothing: $expression"
    done < <(jq -r '.panels[].targets[].expr' "$fleet/kiosk-dashboard.json")
}

check_rules
make_terminal
check_metrics
scrape
check_dashboard
echo "fleet: rules, metrics, a scrape and $(jq '[.panels[].targets[]] | length' "$fleet/kiosk-dashboard.json") queries of the dashboard"
