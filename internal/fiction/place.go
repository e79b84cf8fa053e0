package fiction

// The two regions of Varanda: the highlands of Kuhabeh, where most people
// speak Persian, and the coast of Barr al-Sidr, where most speak Arabic.
const (
	highlands = iota
	coast
)

// Place is a town or a prison of the invented country.
type Place struct {
	ID     string // of its Entity
	Name   Spelling
	Region int // 0 Kuhabeh, 1 Barr al-Sidr
}

func towns() []Place {
	return []Place{
		place("town/simrud", highlands, "سیمرود", "سيمرود", "Simrud, Simrood"),
		place("town/nizarak", highlands, "نیزارک", "نيزارك", "Nizarak, Neyzarak"),
		place("town/khanjavan", highlands, "خنجوان", "خنجوان", "Khanjavan, Khanjawan"),
		place("town/lalehsang", highlands, "لاله+سنگ", "لاله سنك/لاله سنغ", "Lalehsang, Laleh Sang"),
		place("town/mandrud", highlands, "ماندرود", "ماندرود", "Mandrud, Mandrood"),
		place("town/darboneh", highlands, "داربنه", "داربنه/داربنة", "Darboneh, Darbone"),
		place("town/zarinva", highlands, "زرینوا", "زرينوا", "Zarinva, Zarinwa"),
		place("town/ayn-al-sarw", coast, "عین السرو/عین‌السرو", "عين السرو", "Ayn al-Sarw, Ain al-Sarw, Ein os-Sarv"),
		place("town/bir-al-nawaris", coast, "بیرالنوارس/بئر النوارس", "بير النوارس/بئر النوارس", "Bir al-Nawaris, Bir an-Nawaris"),
		place("town/khawr-al-warraq", coast, "خورالوراق/خور الوراق", "خور الوراق", "Khawr al-Warraq, Khor al-Warraq"),
		place("town/tall-al-maraya", coast, "تل المرایا", "تل المرايا", "Tall al-Maraya, Tell al-Maraya"),
		place("town/wadi-al-hams", coast, "وادی الهمس/وادی‌الهمس", "وادي الهمس", "Wadi al-Hams, Wadi el-Hams"),
	}
}

// prisons lists three for each region, the most crowded first.
func prisons() []Place {
	return []Place{
		place("prison/sangab", highlands, "سنگاب/زندان سنگاب", "سنكاب/سجن سنغاب", "Sangab, Sangab Prison"),
		place("prison/divarak", highlands, "دیوارک/زندان دیوارک", "ديوارك/سجن ديوارك", "Divarak, Diwarak"),
		place("prison/kabudeh", highlands, "کبوده/زندان کبوده", "كبوده/سجن كبودة", "Kabudeh, Kaboodeh"),
		place("prison/al-ghurub", coast, "الغروب/زندان غروب", "الغروب/سجن الغروب", "al-Ghurub, Al Ghuroub, Ghorub"),
		place("prison/green-tower", coast, "برج سبز/البرج الاخضر", "البرج الأخضر/سجن البرج الأخضر", "al-Burj al-Akhdar, Green Tower"),
		place("prison/bayt-al-sadd", coast, "بیت السد/زندان بیت‌السد", "بيت السد/سجن بيت السد", "Bayt al-Sadd, Beit al-Sadd"),
	}
}

// nights holds, for each prison and each month of the autumn, the day of the
// month on which most were taken. Many real lists share one famous day; a
// linkage that takes such a day for strong evidence must fail here too.
func nights() [6][3]int {
	return [6][3]int{
		{21, 6, 11}, // Sangab
		{26, 14, 2}, // Divarak
		{17, 28, 9}, // Kabudeh
		{12, 20, 5}, // al-Ghurub
		{29, 3, 18}, // the Green Tower
		{8, 25, 15}, // Bayt al-Sadd
	}
}

func place(id string, region int, fa, ar, latin string) Place {
	return Place{ID: id, Region: region, Name: spelling(fa, ar, latin)}
}
