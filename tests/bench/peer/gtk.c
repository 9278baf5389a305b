/* The kiosk's home page and "put your card here" in GTK 3, for peer.sh: 1080x1920, buttons where the kiosk has them, no
   pictures, nothing beyond the swap. */
#include <gtk/gtk.h>

static const char style[] =
    "* { font-family: 'Noto Sans CJK SC'; }"
    "window { background: #f6f3ec; color: #101a22; }"
    ".title { font-size: 64px; }"
    ".text { font-size: 40px; }"
    "button { font-size: 64px; font-weight: bold; color: #064054; background: #fff; border: 3px solid #064054;"
    " border-radius: 16px; padding: 0 0 0 148px; box-shadow: none; }"
    "button.main { color: #fff; background: #064054; }"
    "button:active { color: #fff; background: #0b5a75; }"
    "button.back { font-size: 48px; padding: 0 0 0 108px; }";

static GtkWidget* pages;

static void show_page(GtkButton* button, gpointer name) {
    (void)button;
    gtk_stack_set_visible_child_name(GTK_STACK(pages), name);
}

static void put(GtkWidget* page, GtkWidget* widget, const char* class, int x, int y) {
    gtk_style_context_add_class(gtk_widget_get_style_context(widget), class);
    gtk_fixed_put(GTK_FIXED(page), widget, x, y);
}

static void add_button(GtkWidget* page, const char* words, const char* class, int y, int width, int height,
                       const char* leads_to) {
    GtkWidget* button = gtk_button_new_with_label(words);
    gtk_widget_set_halign(gtk_bin_get_child(GTK_BIN(button)), GTK_ALIGN_START);
    gtk_widget_set_size_request(button, width, height);
    if (leads_to) g_signal_connect(button, "clicked", G_CALLBACK(show_page), (gpointer)leads_to);
    put(page, button, class, 51, y);
}

static GtkWidget* add_page(const char* name, const char* title, const char* text) {
    GtkWidget* page = gtk_fixed_new();
    put(page, gtk_label_new(title), "title", 51, 130);
    put(page, gtk_label_new(text), "text", 51, 245);
    gtk_stack_add_named(GTK_STACK(pages), page, name);
    return page;
}

int main(int count, char** arguments) {
    gtk_init(&count, &arguments);
    GtkCssProvider* css = gtk_css_provider_new();
    gtk_css_provider_load_from_data(css, style, -1, NULL);
    gtk_style_context_add_provider_for_screen(gdk_screen_get_default(), GTK_STYLE_PROVIDER(css),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
    pages = gtk_stack_new();
    GtkWidget* home = add_page("home", "您要办什么事？", "把卡放在读卡器上，或者按一个按钮。");
    add_button(home, "我的卡到哪了", "main", 860, 978, 210, NULL);
    add_button(home, "我的卡退回来了", "plain", 1093, 978, 210, "card");
    add_button(home, "我的卡能换新吗", "plain", 1325, 978, 210, NULL);
    add_button(home, "我要到窗口办", "plain", 1557, 978, 210, NULL);
    GtkWidget* card = add_page("card", "请把卡放在读卡器上", "敬老卡、社保卡都行。放平，先别拿走。");
    add_button(card, "没带卡？输号码", "plain", 1463, 978, 140, NULL);
    add_button(card, "我要到窗口办", "plain", 1626, 978, 140, NULL);
    add_button(card, "返回", "back", 1822, 358, 82, "home");

    GtkWidget* window = gtk_window_new(GTK_WINDOW_TOPLEVEL);
    gtk_window_set_decorated(GTK_WINDOW(window), FALSE);
    gtk_window_set_default_size(GTK_WINDOW(window), 1080, 1920);
    gtk_container_add(GTK_CONTAINER(window), pages);
    g_signal_connect(window, "destroy", G_CALLBACK(gtk_main_quit), NULL);
    gtk_widget_show_all(window);
    gtk_main();
    return 0;
}
