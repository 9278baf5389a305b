#pragma once

#include <array>
#include <string_view>

namespace kiosk {

// Chinese may be broken between any two characters. Who reads slowly stumbles over a word that begins on one line and ends
// on the next, so these, of which the pages are full, stay whole. None is so long that it would not fit a narrow button.
inline constexpr auto unbroken_words = std::to_array<std::string_view>(
    {"退回来", "身份证", "社保卡", "敬老卡", "公交卡", "学生卡", "军人卡", "银行卡", "优先号", "排队号", "工作人员",
     "读卡器", "摄像头", "二维码", "委托书", "确认键", "出纸口", "对不住", "不着急", "看不清", "认不了", "说不准",
     "星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期天", "打出来", "没办成", "尾号",   "卡号",
     "号码",   "窗口",   "柜台",   "社区",   "街道",   "区县",   "大厅",   "机器",   "打印",   "手机",   "电子",
     "屏幕",   "耳机",   "按键",   "按钮",   "小票",   "纸条",   "袋子",   "标签",   "新卡",   "老卡",   "照片",
     "姓名",   "原因",   "因为",   "大约",   "分钟",   "今天",   "明天",   "现在",   "正在",   "已经",   "刚才",
     "旁边",   "帮忙",   "帮您",   "我们",   "告诉",   "或者",   "可以",   "不用",   "不能",   "没有",   "知道",
     "网络",   "情况",   "重新",   "直接",   "最晚",   "最后",   "坐车",   "付钱",   "收钱",   "过期",   "停用",
     "测试",   "本地",   "外地",   "朋友",   "学校",   "单位",   "听完",   "制卡",   "中心",   "办好",   "做好",
     "领走",   "收好",   "拿好",   "交给",   "什么",   "这里",   "哪里",   "哪天",   "清楚"});

}  // namespace kiosk
