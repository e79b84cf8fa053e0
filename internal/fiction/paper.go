package fiction

import (
	"embed"
	"slices"
	"strings"
)

//go:embed papers/*.txt
var paperFiles embed.FS

// File is one original as a volunteer hands it in.
type File struct {
	Path  string // in the folder of evidence: slashes, UTF-8, three scripts
	Bytes []byte
	Title map[string]string // "fa", "ar", "en"
	Lang  string            // of the text: "fa", "ar", "en"
	// TranslationOf is the Path of the original, if this is a translation.
	TranslationOf string
	Source        string // who handed it in
	Sealed        bool   // the source must not be known
	Note          string // what the volunteer said about it, in English
	// Mapping is YAML that says what the columns of a table mean, in the form
	// of List.Mapping; empty for a text.
	Mapping string

	paper string // name of its text and of the claims on it
}

// Paths of the papers, which quotes name.
const (
	letterPath    = "نامه‌ها/نامه مادر نوید.txt"
	answerPath    = "مراسلات/جواب ديوان السجون رقم ٢١٧.txt"
	leafletPath   = "اعلامیه‌ها/اعلامیه شماره ۷.txt"
	leafletEnPath = "اعلامیه‌ها/leaflet 7, English translation.txt"
	meetingPath   = "نوار/متن نوار جلسه ۱۲ آبان ۱۳۶۱.txt"
	meetingEnPath = "نوار/meeting of 3 November 1982, English translation.txt"
	witnessPath   = "شهادات/مقابلة مع الشاهد رقم ٣.txt"
	denialPath    = "تصريحات/بيان أمين الإعلام.txt"
	boastPath     = "سخنرانی‌ها/سخنرانی پادگان ماندرود.txt"
	clippingPath  = "clippings/The Harbour Courier, 14 December 1982.txt"
	burialPath    = "notes/The Mulberry Terrace.txt"
	gazettePath   = "روزنامه رسمی/سمت‌ها.csv"
)

func titled(fa, ar, en string) map[string]string {
	return map[string]string{"fa": fa, "ar": ar, "en": en}
}

// noFill leaves a text as it is.
func noFill() *strings.Replacer { return strings.NewReplacer() }

// paper reads an embedded text and fills in the figures.
func paper(name string, fill *strings.Replacer) []byte {
	text, err := paperFiles.ReadFile("papers/" + name)
	if err != nil {
		panic("fiction: embedded paper is missing: " + err.Error())
	}
	return []byte(fill.Replace(string(text)))
}

func papers(fill *strings.Replacer) []File {
	files := slices.Concat(fromFamilies(), fromOfficials(), fromOthers(), accounts(), letters(), records(), afterwards())
	for i := range files {
		if f := &files[i]; f.Bytes == nil {
			f.Bytes = paper(f.paper, fill)
		}
	}
	return files
}

func fromFamilies() []File {
	return []File{
		{
			Path: letterPath, Lang: "fa", paper: "letter.fa.txt",
			Title:  titled("نامه مادر نوید به خواهرش", "رسالة أم نويد إلى أختها", "Letter of Navid's mother to her sister"),
			Source: "The addressee's daughter",
			Note:   "Copied out from the handwritten original, which the family keeps.",
		},
		{
			Path: leafletPath, Lang: "fa", paper: "leaflet.fa.txt",
			Title:  titled("اعلامیه شماره ۷", "المنشور رقم ٧", "Leaflet no. 7"),
			Source: "The Families of the Autumn Committee",
		},
		{
			Path: leafletEnPath, Lang: "en", paper: "leaflet.en.txt", TranslationOf: leafletPath,
			Title:  titled("ترجمه انگلیسی اعلامیه شماره ۷", "الترجمة الإنجليزية للمنشور رقم ٧", "Leaflet no. 7, English translation"),
			Source: "The Varanda Exile Archive",
		},
		{
			Path: answerPath, Lang: "ar", paper: "answer.ar.txt",
			Title:  titled("پاسخ اداره زندان‌ها، شماره ۲۱۷", "جواب ديوان السجون رقم ٢١٧", "Answer of the Directorate of Prisons, no. 217"),
			Source: "The Lawyers' Union of Ayn al-Sarw",
			Note:   "The mother gave it to the Union for safe keeping.",
		},
	}
}

func fromOfficials() []File {
	return []File{
		{
			Path: meetingPath, Lang: "fa", paper: "meeting.fa.txt", Sealed: true,
			Title:  titled("متن نوار جلسه ۱۲ آبان ۱۳۶۱", "نص شريط اجتماع ٣ تشرين الثاني ١٩٨٢", "Transcript of the meeting of 3 November 1982"),
			Source: "Somebody who had the second copy of the tape",
			Note:   "The tape itself is to follow.",
		},
		{
			Path: meetingEnPath, Lang: "en", paper: "meeting.en.txt", TranslationOf: meetingPath,
			Title:  titled("ترجمه انگلیسی متن نوار", "الترجمة الإنجليزية لنص الشريط", "Transcript of the meeting, English translation"),
			Source: "The Varanda Exile Archive",
		},
		{
			Path: denialPath, Lang: "ar", paper: "denial.ar.txt",
			Title:  titled("بیانیه دبیر اطلاع‌رسانی", "بيان أمين الإعلام", "Statement of the Secretary of Information"),
			Source: "The Varanda Exile Archive",
		},
		{
			Path: boastPath, Lang: "fa", paper: "boast.fa.txt",
			Title:  titled("سخنرانی در پادگان ماندرود", "خطاب في ثكنة ماندرود", "Speech at the Mandrud garrison"),
			Source: "A listener who recorded the radio",
		},
	}
}

func fromOthers() []File {
	return []File{
		{
			Path: witnessPath, Lang: "ar", paper: "witness.ar.txt", Sealed: true,
			Title:  titled("گفت‌وگو با شاهد شماره ۳", "مقابلة مع الشاهد رقم ٣", "Interview with witness no. 3"),
			Source: "Witness no. 3",
			Note:   "The name is in a sealed envelope.",
		},
		{
			Path: clippingPath, Lang: "en", paper: "clipping.en.txt",
			Title:  titled("بریده روزنامه", "قصاصة صحيفة", "Clipping from The Harbour Courier"),
			Source: "The Varanda Exile Archive",
		},
		{
			Path: burialPath, Lang: "en", paper: "burial.en.txt", Sealed: true,
			Title:  titled("یادداشتی درباره توت‌بند", "ملاحظة عن مصطبة التوت", "Note on the Mulberry Terrace"),
			Source: "A retired surveyor from Nizarak",
		},
		{
			Path: gazettePath, Lang: "fa", Bytes: gazette(), paper: "gazette.fa.txt",
			Title:   titled("سمت‌ها در روزنامه رسمی", "المناصب في الجريدة الرسمية", "Posts in the official gazette"),
			Source:  "The Varanda Exile Archive",
			Note:    "Collected from issues of the gazette of 1359 to 1363.",
			Mapping: gazetteMapping("Official gazette: posts", "شماره"),
		},
	}
}
