// The kiosk's home page and "put your card here" in QML, for peer.sh: 1080x1920, buttons where the kiosk has them, no
// pictures, nothing beyond the swap.
import QtQuick 2.15
import QtQuick.Window 2.15

Window {
    id: window
    width: 1080; height: 1920
    flags: Qt.FramelessWindowHint
    visible: true
    color: "#f6f3ec"
    property bool home: true

    component Words: Text {
        color: "#101a22"
        font.family: "Noto Sans CJK SC"
    }
    component Press: Rectangle {
        id: press
        property string words
        property bool main: false
        property int size: 64
        signal pressed
        x: 51; width: 978; height: 210; radius: 16
        color: area.pressed ? "#0b5a75" : main ? "#064054" : "white"
        border { color: "#064054"; width: 3 }
        Text {
            anchors.verticalCenter: parent.verticalCenter
            x: press.size == 64 ? 148 : 108
            text: press.words
            color: press.main || area.pressed ? "white" : "#064054"
            font { family: "Noto Sans CJK SC"; pixelSize: press.size; bold: true }
        }
        MouseArea { id: area; anchors.fill: parent; onClicked: press.pressed() }
    }

    Item {
        visible: window.home
        anchors.fill: parent
        Words { x: 51; y: 130; font.pixelSize: 64; text: "您要办什么事？" }
        Words { x: 51; y: 245; font.pixelSize: 40; text: "把卡放在读卡器上，或者按一个按钮。" }
        Press { y: 860; main: true; words: "我的卡到哪了" }
        Press { y: 1093; words: "我的卡退回来了"; onPressed: window.home = false }
        Press { y: 1325; words: "我的卡能换新吗" }
        Press { y: 1557; words: "我要到窗口办" }
    }
    Item {
        visible: !window.home
        anchors.fill: parent
        Words { x: 51; y: 130; font.pixelSize: 64; text: "请把卡放在读卡器上" }
        Words { x: 51; y: 245; font.pixelSize: 40; text: "敬老卡、社保卡都行。放平，先别拿走。" }
        Press { y: 1463; height: 140; words: "没带卡？输号码" }
        Press { y: 1626; height: 140; words: "我要到窗口办" }
        Press { y: 1822; width: 358; height: 82; size: 48; words: "返回"; onPressed: window.home = true }
    }
}
