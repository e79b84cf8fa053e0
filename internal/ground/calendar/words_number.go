package calendar

// ordinal is a spelling of a number.
type ordinal struct{ word, language string }

// ordinals gives the words for days of a month and for centuries, and in
// Persian those of which years are made (see summed).
func ordinals() map[int][]ordinal {
	all := map[int][]ordinal{}
	add := func(language string, from int, words ...string) {
		for i, w := range words {
			all[from+i] = append(all[from+i], ordinal{w, language})
		}
	}
	english := []string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"}
	add("en", 1, english...)
	add("en", 10, "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth")
	persian := []string{"یک", "دو", "سه", "چهار", "پنج", "شش", "هفت", "هشت", "نه"}
	persianth := []string{"یکم", "دوم", "سوم", "چهارم", "پنجم", "ششم", "هفتم", "هشتم", "نهم"}
	teens := []string{"ده", "یازده", "دوازده", "سیزده", "چهارده", "پانزده", "شانزده", "هفده", "هجده", "نوزده", "بیست"}
	add("fa", 1, "اول")
	add("fa", 1, persian...)
	add("fa", 1, persianth...)
	add("fa", 10, teens...)
	for i, w := range teens {
		add("fa", 10+i, w+"م")
	}
	arabic := []string{"الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع"}
	add("ar", 1, arabic...)
	add("ar", 10, "العاشر", "الحادي عشر", "الثاني عشر", "الثالث عشر", "الرابع عشر", "الخامس عشر", "السادس عشر", "السابع عشر", "الثامن عشر", "التاسع عشر", "العشرون")
	add("ar", 20, "العشرين")
	for i, w := range []string{"چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود"} {
		add("fa", 10*(i+4), w)
	}
	for i, w := range []string{"صد", "دویست", "سیصد", "چهارصد", "پانصد", "ششصد", "هفتصد", "هشتصد", "نهصد", "هزار"} {
		add("fa", 100*(i+1), w)
	}
	add("fa", 100, "یکصد")
	add("fa", 1000, "یکهزار")
	for i := range 9 {
		add("en", 21+i, "twenty-"+english[i])
		add("fa", 21+i, "بیست و "+persian[i])
		add("fa", 21+i, "بیست و "+persianth[i])
		ones := arabic[i]
		if i == 0 {
			ones = "الحادي"
		}
		add("ar", 21+i, ones+" والعشرون")
		add("ar", 21+i, ones+" والعشرين")
	}
	add("en", 30, "thirtieth", "thirty-first")
	add("fa", 30, "سی")
	add("fa", 30, "سی‌ام", "سی و یکم")
	add("ar", 30, "الثلاثون", "الحادي والثلاثون")
	add("ar", 30, "الثلاثين", "الحادي والثلاثين")
	return all
}
