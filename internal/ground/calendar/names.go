package calendar

import "strings"

// The names that dates are printed with. Those that people write are in
// words.go, and are many more.
var (
	gregorianEnglish = [...]string{"January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December"}
	gregorianPersian = [...]string{"ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن",
		"ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر"}
	gregorianArabic = [...]string{"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
		"يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"}
	solarEnglish = [...]string{"Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar",
		"Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand"}
	solarPersian = [...]string{"فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور",
		"مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"}
	solarArabic = [...]string{"فروردين", "أرديبهشت", "خرداد", "تير", "مرداد", "شهريور",
		"مهر", "آبان", "آذر", "دي", "بهمن", "إسفند"}
	hijriEnglish = [...]string{"Muharram", "Safar", "Rabi al-Awwal", "Rabi al-Thani", "Jumada al-Ula",
		"Jumada al-Thani", "Rajab", "Sha'ban", "Ramadan", "Shawwal", "Dhu al-Qa'da", "Dhu al-Hijja"}
	hijriPersian = [...]string{"محرم", "صفر", "ربیع‌الاول", "ربیع‌الثانی", "جمادی‌الاول",
		"جمادی‌الثانی", "رجب", "شعبان", "رمضان", "شوال", "ذی‌القعده", "ذی‌الحجه"}
	hijriArabic = [...]string{"محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى",
		"جمادى الآخرة", "رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة"}

	calendarNames = [...][3]string{
		Gregorian:     {"Gregorian calendar", "میلادی", "ميلادي"},
		Solar:         {"Solar Hijri calendar", "هجری خورشیدی", "هجري شمسي"},
		Hijri:         {"Hijri calendar", "هجری قمری", "هجري قمري"},
		HijriCivil:    {"Hijri calendar (tabular)", "هجری قمری (قراردادی)", "هجري قمري (حسابي)"},
		HijriUmalqura: {"Hijri calendar (Umm al-Qura)", "هجری قمری (ام‌القری)", "هجري قمري (أم القرى)"},
	}

	weekdaysEnglish = [...]string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
	weekdaysPersian = [...]string{"دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه"}
	weekdaysArabic  = [...]string{"الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"}
)

// primary gives the language of a BCP 47 tag without what follows it.
func primary(lang string) string {
	before, _, _ := strings.Cut(lang, "-")
	return strings.ToLower(before)
}

// months gives the names of the months of c in lang: fa, ar, or English.
func months(c Calendar, lang string) [12]string {
	names := [3][12]string{gregorianEnglish, gregorianPersian, gregorianArabic}
	switch {
	case c == Solar:
		names = [3][12]string{solarEnglish, solarPersian, solarArabic}
	case c.IsHijri():
		names = [3][12]string{hijriEnglish, hijriPersian, hijriArabic}
	}
	switch primary(lang) {
	case "fa":
		return names[1]
	case "ar":
		return names[2]
	}
	return names[0]
}

// monthName gives the name of a month, or its number in words if there is none.
func monthName(c Calendar, lang string, month int) string {
	if month < 1 || month > 12 {
		return "month " + isoYear(month)
	}
	return months(c, lang)[month-1]
}

// MonthName gives the name of month 1 to 12 of a calendar in a language: fa,
// ar, or English for all others. It is empty for any other number.
func MonthName(c Calendar, month int, lang string) string {
	if month < 1 || month > 12 {
		return ""
	}
	return months(c, lang)[month-1]
}

// WeekdayName gives the name of a weekday, 1 for Monday to 7 for Sunday.
func WeekdayName(weekday int, lang string) string {
	if weekday < 1 || weekday > 7 {
		return ""
	}
	switch primary(lang) {
	case "fa":
		return weekdaysPersian[weekday-1]
	case "ar":
		return weekdaysArabic[weekday-1]
	}
	return weekdaysEnglish[weekday-1]
}

// CalendarName gives the name of a calendar in a language: fa, ar, or English
// for all others.
func CalendarName(c Calendar, lang string) string {
	if c < Gregorian || c > HijriUmalqura {
		return ""
	}
	names := calendarNames[c]
	switch primary(lang) {
	case "fa":
		return names[1]
	case "ar":
		return names[2]
	}
	return names[0]
}
