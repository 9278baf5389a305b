#include "tests/support/ppd.h"

#include <fmt/format.h>

namespace support {
namespace {

std::string name(const PpdPrinter::Size& size) { return fmt::format("w{}h{}", size.width, size.length); }

std::string sizes(const PpdPrinter& printer, const char* option) {
    std::string text =
        fmt::format("*OpenUI *{0}/Media Size: PickOne\n*OrderDependency: 10 AnySetup *{0}\n*Default{0}: {1}\n", option,
                    name(printer.sizes.at(printer.standard)));
    for (const auto& size : printer.sizes)
        text += fmt::format("*{} {}: \"<</PageSize[{} {}]/ImagingBBox null>>setpagedevice\"\n", option, name(size),
                            size.width, size.length);
    return text + fmt::format("*CloseUI: *{}\n", option);
}

std::string places(const PpdPrinter& printer) {
    const std::string standard = name(printer.sizes.at(printer.standard));
    std::string text = fmt::format("*DefaultImageableArea: {0}\n*DefaultPaperDimension: {0}\n", standard);
    for (const auto& size : printer.sizes)
        text += fmt::format("*ImageableArea {0}: \"{1} {5} {2} {6}\"\n*PaperDimension {0}: \"{3} {4}\"\n", name(size),
                            printer.left, size.width - printer.right, size.width, size.length, printer.bottom,
                            size.length - printer.top);
    return text;
}

std::string custom(const PpdPrinter& printer) {
    if (printer.longest.length == 0) return {};
    return fmt::format(
        "*HWMargins: {0} {4} {1} {5}\n*VariablePaperSize: True\n*MaxMediaWidth: \"{2}\"\n*MaxMediaHeight: \"{3}\"\n"
        "*CustomPageSize True: \"pop pop pop <</PageSize[5 -2 roll]/ImagingBBox null>>setpagedevice\"\n"
        "*ParamCustomPageSize Width: 1 points 70 {2}\n*ParamCustomPageSize Height: 2 points 70 {3}\n"
        "*ParamCustomPageSize WidthOffset: 3 points 0 0\n*ParamCustomPageSize HeightOffset: 4 points 0 0\n"
        "*ParamCustomPageSize Orientation: 5 int 0 0\n",
        printer.left, printer.right, printer.longest.width, printer.longest.length, printer.bottom, printer.top);
}

}  // namespace

std::string ppd(const PpdPrinter& printer) {
    std::string text =
        "*PPD-Adobe: \"4.3\"\n*FormatVersion: \"4.3\"\n*FileVersion: \"1.0\"\n*LanguageVersion: English\n"
        "*LanguageEncoding: ISOLatin1\n*PCFileName: \"ROLL.PPD\"\n*Manufacturer: \"Test\"\n*Product: \"(Roll)\"\n"
        "*ModelName: \"Roll\"\n*ShortNickName: \"Roll\"\n*NickName: \"Test Roll, 1.0\"\n*PSVersion: \"(3010.000) 0\"\n"
        "*LanguageLevel: \"3\"\n*ColorDevice: False\n*DefaultColorSpace: Gray\n*FileSystem: False\n*Throughput: \"1\"\n"
        "*LandscapeOrientation: Plus90\n*TTRasterizer: Type42\n*cupsVersion: 2.4\n*cupsModelNumber: 0\n"
        "*cupsManualCopies: True\n*cupsLanguages: \"en\"\n";
    text += fmt::format("*cupsFilter2: \"{} 0 {}\"\n",
                        printer.raster ? "application/vnd.cups-raster application/vnd.cups-raster"
                                       : "application/vnd.cups-pdf application/pdf",
                        printer.filter);
    text += sizes(printer, "PageSize") + sizes(printer, "PageRegion") + places(printer) + custom(printer);
    text += fmt::format(
        "*OpenUI *Resolution/Resolution: PickOne\n*OrderDependency: 20 AnySetup *Resolution\n*DefaultResolution: {0}dpi\n"
        "*Resolution {0}dpi/{0} DPI: \"<</HWResolution[{0} {0}]/cupsColorSpace 3/cupsBitsPerColor 1>>setpagedevice\"\n"
        "*CloseUI: *Resolution\n",
        printer.dpi);
    for (const auto& line : printer.lines) text += line + '\n';
    return text + "*DefaultFont: Courier\n*Font Courier: Standard \"(002.004S)\" Standard ROM\n";
}

}  // namespace support
