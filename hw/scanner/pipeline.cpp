#include "hw/scanner/pipeline.h"

#include <gst/app/gstappsink.h>
#include <gst/gst.h>

#include <future>

#include "kiosk/base/owned.h"

namespace hw {
namespace {

using kiosk::Error;
using kiosk::Fault;

template <class T>
void unref(T* object) {
    gst_object_unref(object);
}
using Element = kiosk::Owned<GstElement, unref<GstElement>>;
using Bus = kiosk::Owned<GstBus, unref<GstBus>>;
using Message = kiosk::Owned<GstMessage, gst_message_unref>;
using Sample = kiosk::Owned<GstSample, gst_sample_unref>;
using GlibError = kiosk::Owned<GError, g_error_free>;

constexpr std::chrono::milliseconds longest_closing{700};
constexpr auto to_grey =
    " ! videoconvert ! video/x-raw,format=GRAY8 ! appsink name=frames max-buffers=1 drop=true sync=false";

Error error_of(const Message& message) {
    GError* raw = nullptr;
    gst_message_parse_error(message.get(), &raw, nullptr);
    const GlibError error(raw);
    const bool absent = g_error_matches(raw, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND) ||
                        g_error_matches(raw, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_OPEN_READ) ||
                        g_error_matches(raw, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_SETTINGS);
    return {absent ? Fault::scanner_absent : Fault::scanner_silent, error->message};
}

void show(GstSample& sample, const std::function<void(GreyView)>& look) {
    GstBuffer* buffer = gst_sample_get_buffer(&sample);
    const GstStructure* shape = gst_caps_get_structure(gst_sample_get_caps(&sample), 0);
    int width = 0, height = 0;
    GstMapInfo map{};
    if (!gst_structure_get_int(shape, "width", &width) || !gst_structure_get_int(shape, "height", &height)) return;
    if (width < 1 || height < 1 || !gst_buffer_map(buffer, &map, GST_MAP_READ)) return;
    const int stride = (width + 3) / 4 * 4;  // GStreamer's own for GRAY8
    const auto needed = static_cast<gsize>(stride) * static_cast<gsize>(height - 1) + static_cast<gsize>(width);
    if (map.size >= needed) look({map.data, width, height, stride});
    gst_buffer_unmap(buffer, &map);
}

struct Parts {
    Element pipeline, frames;
    Bus bus;
    std::unique_ptr<std::promise<void>> starting = std::make_unique<std::promise<void>>();
    std::shared_future<void> started{starting->get_future()};
    std::unique_ptr<std::promise<void>> closing = std::make_unique<std::promise<void>>();
    std::shared_future<void> closed{closing->get_future()};
};

class GstPipeline final : public Pipeline {
public:
    explicit GstPipeline(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
    ~GstPipeline() override;
    GstPipeline(const GstPipeline&) = delete;
    GstPipeline& operator=(const GstPipeline&) = delete;
    kiosk::Result<Frame> next(std::chrono::milliseconds patience, const std::function<void(GreyView)>& look) override;
    std::shared_future<void> closed() const override { return parts_->closed; }

private:
    std::unique_ptr<Parts> parts_;
};

// Closing a camera waits for its driver. One that hangs is left behind, closing.
GstPipeline::~GstPipeline() {
    struct Closing {
        std::shared_future<void> started;  // GStreamer's threads keep no order: it must not start after it was closed
        std::unique_ptr<std::promise<void>> closing;
    };
    gst_element_call_async(
        parts_->pipeline.get(),
        [](GstElement* pipeline, gpointer data) {
            const auto& closing = *static_cast<Closing*>(data);
            closing.started.wait();
            gst_element_set_state(pipeline, GST_STATE_NULL);
            closing.closing->set_value();
        },
        std::make_unique<Closing>(Closing{parts_->started, std::move(parts_->closing)}).release(),
        [](gpointer data) { std::unique_ptr<Closing>(static_cast<Closing*>(data)); });
    if (parts_->closed.wait_for(longest_closing) != std::future_status::ready)
        static_cast<void>(parts_->pipeline.release());  // its last reference must not be dropped while it runs
}

kiosk::Result<Pipeline::Frame> GstPipeline::next(std::chrono::milliseconds patience,
                                                 const std::function<void(GreyView)>& look) {
    GstAppSink* frames = GST_APP_SINK(parts_->frames.get());
    const auto wait = static_cast<GstClockTime>(patience.count()) * GST_MSECOND;
    const Sample sample(gst_app_sink_try_pull_sample(frames, wait));
    if (sample) {
        show(*sample, look);
        return Frame::came;
    }
    // One that has not begun yet returns at once: the bus is where to wait then.
    constexpr auto ends = static_cast<GstMessageType>(GST_MESSAGE_ERROR | GST_MESSAGE_EOS);
    const Message end(gst_bus_timed_pop_filtered(parts_->bus.get(), 5 * GST_MSECOND, ends));
    if (!end) return Frame::none;
    if (GST_MESSAGE_TYPE(end.get()) == GST_MESSAGE_ERROR) return error_of(end);
    return Error{Fault::scanner_silent, "the camera's frames have ended"};
}

}  // namespace

kiosk::Result<std::unique_ptr<Pipeline>> open_pipeline(const std::string& source) {
    GError* raw = nullptr;
    if (!gst_init_check(nullptr, nullptr, &raw)) {
        const GlibError error(raw);
        return Error{Fault::scanner_silent, error ? error->message : "GStreamer does not start"};
    }
    Element pipeline(gst_parse_launch((source + to_grey).c_str(), &raw));
    const GlibError error(raw);
    if (!pipeline || error) return Error{Fault::scanner_silent, error ? error->message : "no pipeline"};
    if (!GST_IS_BIN(pipeline.get())) return Error{Fault::scanner_silent, "no pipeline: " + source};
    auto parts = std::make_unique<Parts>();
    parts->frames.reset(gst_bin_get_by_name(GST_BIN(pipeline.get()), "frames"));
    parts->bus.reset(gst_element_get_bus(pipeline.get()));
    parts->pipeline = std::move(pipeline);
    // Not by this thread: a source may wait for its device. What goes wrong comes by the bus.
    gst_element_call_async(
        parts->pipeline.get(),
        [](GstElement* self, gpointer starting) {
            gst_element_set_state(self, GST_STATE_PLAYING);
            static_cast<std::promise<void>*>(starting)->set_value();
        },
        parts->starting.release(),
        [](gpointer starting) { std::unique_ptr<std::promise<void>>(static_cast<std::promise<void>*>(starting)); });
    return std::unique_ptr<Pipeline>(std::make_unique<GstPipeline>(std::move(parts)));
}

}  // namespace hw
