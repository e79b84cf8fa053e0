package fiction

// told names a person of whom the papers speak. Their names are the same for
// every seed, because the papers are written by hand.
type told struct {
	id                     string
	given, father, surname string // the first Persian spelling in the tables
	female                 bool
	born                   int
	town, prison           string // the ends of the IDs
	month, dom             int    // Solar Hijri, 1361
	dateKnown              bool
	onLists                string // as a key of Truth.Patterns
}

// toldPeople come first in every case. Shirin Fanusgar is on no list at all:
// only the leaflet knows of her.
func toldPeople() []told {
	return []told{
		{"person/navid", "نوید", "یوسف", "نیزارکی", false, 1339, "simrud", "sangab", 7, 21, true, "A-C"},
		{"person/yaser", "یاسر", "کاظم", "نوارسی", false, 1335, "ayn-al-sarw", "al-ghurub", 8, 20, true, "ABC"},
		{"person/maher", "ماهر", "کاظم", "نوارسی", false, 1340, "ayn-al-sarw", "al-ghurub", 8, 20, true, "AB-"},
		{"person/shirin", "شیرین", "رضا", "فانوس+گر", true, 1332, "lalehsang", "divarak", 8, 2, false, "---"},
		{"person/bahman", "بهمن", "ابراهیم", "نمک+چین", false, 1330, "mandrud", "sangab", 7, 21, false, "A--"},
		{"person/hadi", "هادی", "صادق", "بادبان+دوز", false, 1327, "nizarak", "sangab", 7, 21, true, "--C"},
		{"person/qays", "قیس", "سلیمان", "فوانیسی", false, 1336, "bir-al-nawaris", "al-ghurub", 8, 20, true, "-BC"},
		{"person/maryam", "مریم", "محمود", "خنجوانی", true, 1341, "khanjavan", "divarak", 8, 14, true, "-B-"},
	}
}

// resolve makes the person a told stands for.
func (w *world) resolve(t told) Person {
	given := w.men
	if t.female {
		given = w.women
	}
	return Person{
		Given:     find(given, t.given),
		Father:    find(w.men, t.father),
		Surname:   find(w.surnames, t.surname),
		Female:    t.female,
		Born:      t.born,
		Town:      placeOf(w.towns, "town/"+t.town),
		Prison:    placeOf(w.prisons, "prison/"+t.prison),
		Died:      solarDay(1361, t.month, t.dom),
		DateKnown: t.dateKnown,
	}
}

// find and placeOf give a zero value for a name that no table has, which
// the tests forbid.
func find(in [2][]Spelling, fa string) Spelling {
	for _, region := range in {
		for _, s := range region {
			if s.Fa[0] == fa {
				return s
			}
		}
	}
	return spelling("", "", "")
}

func placeOf(in []Place, id string) Place {
	for _, p := range in {
		if p.ID == id {
			return p
		}
	}
	return Place{}
}
