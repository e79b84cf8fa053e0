package fiction

import "slices"

// Quote is a passage worth citing and the claim that rests on it.
type Quote struct {
	File     string // File.Path
	Exact    string // stands exactly once in the bytes of the file, on one line, in a table in one cell
	Lang     string // of Exact
	At       string // time code in a recording, such as 00:03:12; else empty
	Entity   string // Entity.ID: whom or what the claim is about
	Property string
	Written  string // the part of Exact that gives the value, as written
	// Value is Written made plain: a date in EDTF in the Gregorian calendar, a
	// number in ASCII digits, coordinates as latitude and longitude in degrees,
	// or words in English. It is the English name of ValueEntity if there is one.
	Value       string
	ValueEntity string // Entity.ID, when the value is an entity
	// Counts says of a figure what it counts; it is empty for other claims,
	// and only where it is not have Low and High a meaning: the figure's bounds,
	// where a High of -1 is none.
	Counts    string
	Low, High int
	// Says is the chain of who says that who said: first the one who is
	// quoted, last the author of the document.
	Says  []Teller
	Flags []string // Duress, Hearsay, Anonymous, Translated
}

// Teller is one link of the chain that says something.
type Teller struct {
	Who  string // Entity.ID
	Verb string // "said", "wrote", ...
}

// The flags of a quote: what must be known before anything rests on it.
const (
	Duress     = "duress"     // said while in the hands of those it serves
	Hearsay    = "hearsay"    // the speaker did not perceive it
	Anonymous  = "anonymous"  // the speaker may not be named
	Translated = "translated" // read in a translation
)

func allQuotes(f figures, known entityList) []Quote {
	out := slices.Concat(
		letterQuotes(), leafletQuotes(f), answerQuotes(), meetingQuotes(f), witnessQuotes(),
		denialQuotes(f), boastQuotes(f), clippingQuotes(), burialQuotes(), gazetteQuotes(),
	)
	fill := f.fill()
	for i := range out {
		q := &out[i]
		q.Exact, q.Written, q.Value = fill.Replace(q.Exact), fill.Replace(q.Written), fill.Replace(q.Value)
		if q.ValueEntity != "" {
			q.Value = known.name(q.ValueEntity, "en")
		}
	}
	return out
}

// from fills in what the quotes of one file share: its path and language,
// its author at the end of each chain, and flags.
func from(file, lang string, author []Teller, flags []string, quotes []Quote) []Quote {
	for i := range quotes {
		q := &quotes[i]
		q.File, q.Lang = file, lang
		q.Says = slices.Concat(q.Says, author)
		q.Flags = slices.Concat(flags, q.Flags)
	}
	return quotes
}

func by(who, verb string) []Teller { return []Teller{{Who: who, Verb: verb}} }

func letterQuotes() []Quote {
	return from(letterPath, "fa", by("source/golnar", "wrote"), nil, []Quote{
		{
			Exact:  "پسرم نوید نیزارکی، پسر یوسف، سال ۱۳۳۹ در همین سیمرود به دنیا آمد.",
			Entity: "person/navid", Property: "birth_date", Written: "سال ۱۳۳۹", Value: "1960-03-21/1961-03-20",
		},
		{
			Exact:  "نوید نیزارکی، پسر یوسف",
			Entity: "person/navid", Property: "father_name", Written: "یوسف", Value: "Yusef",
		},
		{
			Exact:  "بیست و هفتم تیر ۱۳۶۰ او را از کتابخانه دانشسرا بردند.",
			Entity: "person/navid", Property: "arrest_date", Written: "بیست و هفتم تیر ۱۳۶۰", Value: "1981-07-18",
		},
		{
			Exact:  "بعد گفتند در زندان سنگاب است",
			Entity: "person/navid", Property: "prison", Written: "زندان سنگاب", ValueEntity: "prison/sangab",
		},
		{
			Exact:  "آخرین بار روز جمعه نهم مهر ۱۳۶۱ از پشت شیشه دیدمش.",
			Entity: "person/navid", Property: "last_seen", Written: "نهم مهر ۱۳۶۱", Value: "1982-10-01",
		},
		{
			Exact:  "«تاریخ فوت بیست و یکم مهر ۱۳۶۱ است، دیگر نپرسید.»",
			Entity: "person/navid", Property: "death_date", Written: "بیست و یکم مهر ۱۳۶۱", Value: "1982-10-13",
			Says: by("source/bag-giver", "said"), Flags: []string{Hearsay, Anonymous},
		},
		{
			Exact:  "شنیده‌ام که آن‌ها را در توت‌بند، بیرون نیزارک، به خاک سپرده‌اند.",
			Entity: "person/navid", Property: "burial_place", Written: "توت‌بند، بیرون نیزارک", ValueEntity: "site/mulberry-terrace",
			Flags: []string{Hearsay},
		},
	})
}

func leafletQuotes(f figures) []Quote {
	families := by("organisation/families", "wrote")
	original := from(leafletPath, "fa", families, nil, []Quote{
		{
			Exact:  "گروهی به نام «هیئت بازنگری نهایی» که با بخشنامه دوم مهر ۱۳۶۱ ساخته شد",
			Entity: "organisation/board", Property: "founded", Written: "دوم مهر ۱۳۶۱", Value: "1982-09-24",
		},
		{
			Exact:  "ما تا امروز نام {{known.fa}} تن را گرد آورده‌ایم",
			Entity: "event/autumn", Property: "figure", Written: "{{known.fa}} تن", Value: "{{known}}",
			Counts: "deaths", Low: f.known, High: -1,
		},
		{
			Exact:  "شیرین فانوس‌گر، آموزگار دبستان لاله‌سنگ",
			Entity: "person/shirin", Property: "occupation", Written: "آموزگار", Value: "teacher",
		},
		{
			Exact:  "دوم آبان ۱۳۶۱ از بند زنان زندان دیوارک برده شد و بازنگشت",
			Entity: "person/shirin", Property: "last_seen", Written: "دوم آبان ۱۳۶۱", Value: "1982-10-24",
			Flags: []string{Hearsay},
		},
		{
			Exact:  "چهاردهم آبان ۱۳۶۱ در دیوارک جان باخت. این تاریخ را روی ساک او نوشته بودند.",
			Entity: "person/maryam", Property: "death_date", Written: "چهاردهم آبان ۱۳۶۱", Value: "1982-11-05",
			Flags: []string{Hearsay},
		},
	})
	return append(original, from(leafletEnPath, "en", families, []string{Translated}, []Quote{
		{
			Exact:  "from the women's ward of Divarak prison on 24 October 1982 and did not come back.",
			Entity: "person/shirin", Property: "prison", Written: "Divarak prison", ValueEntity: "prison/divarak",
			Flags: []string{Hearsay},
		},
	})...)
}

func answerQuotes() []Quote {
	return from(answerPath, "ar", by("organisation/prisons", "answered"), nil, []Quote{
		{
			Exact:  "بعد مراجعة سجلات سجن الغروب لم نجد قيدا باسم أي من المذكورين",
			Entity: "person/yaser", Property: "informed", Written: "لم نجد قيدا", Value: "no entry in the registers",
		},
		{
			Exact:  "لم نجد قيدا باسم أي من المذكورين، لا في باب الداخلين ولا في باب الخارجين",
			Entity: "person/maher", Property: "informed", Written: "لم نجد قيدا", Value: "no entry in the registers",
		},
		{
			Exact:  "السجلات التي نقلت إلى سيمرود في ٢٥ محرم ١٤٠٣ هـ بأمر من هيئة المراجعة الأخيرة",
			Entity: "event/registers", Property: "date", Written: "٢٥ محرم ١٤٠٣ هـ", Value: "1982-11-12",
		},
		{
			Exact:  "بأمر من هيئة المراجعة الأخيرة، وليس لهذا الفرع علم بمضمونها",
			Entity: "event/registers", Property: "organiser", Written: "هيئة المراجعة الأخيرة", ValueEntity: "organisation/board",
		},
	})
}

func witnessQuotes() []Quote {
	return from(witnessPath, "ar", by("source/witness-3", "said"), []string{Anonymous}, []Quote{
		{
			Exact:  "ليلة الرابع والعشرين من محرم. بعد العشاء نادوا أسماء من ورقة. سمعت اسم ياسر النوارسي",
			Entity: "person/yaser", Property: "last_seen", Written: "الرابع والعشرين من محرم", Value: "1982-11-11",
		},
		{
			Exact:  "سمعت اسم ياسر النوارسي ثم اسم أخيه ماهر، وكانا يأكلان معا كل ليلة",
			Entity: "person/maher", Property: "relative", Written: "ثم اسم أخيه ماهر", ValueEntity: "person/yaser",
		},
		{
			Exact:  "قيس الفوانيسي من بير النوارس، كان في العنبر نفسه",
			Entity: "person/qays", Property: "birth_place", Written: "بير النوارس", ValueEntity: "town/bir-al-nawaris",
		},
		{
			Exact:  "المدير نفسه، عدنان الصخروري، كان يقرأ والورقة في يده",
			Entity: "official/sakhruri", Property: "role", Written: "كان يقرأ", Value: "read out the names",
		},
		{
			Exact:  "وكان معه رجل من الهيئة قالوا لي إنه البرقوني، ولم أكن أعرفه من قبل",
			Entity: "official/barquni", Property: "role", Written: "كان معه", Value: "stood by while the names were read out",
			Flags: []string{Hearsay},
		},
		{
			Exact:  "في اليوم التالي جاءت شاحنتان وحملتا الدفاتر كلها",
			Entity: "event/registers", Property: "date", Written: "في اليوم التالي", Value: "1982-11-12",
		},
	})
}
