package calendar

import (
	"strings"
	"sync"

	"sanad/internal/ground/script"
)

// itemKind is what a word or number of a date is.
type itemKind int

const (
	itemNone    itemKind = iota
	itemNumber           // one to three numbers with a separator
	itemMonth            // value: 1 to 12, of a calendar
	itemSeason           // value: EDTF's 21 to 24
	itemWeekday          // value: 1, Monday, to 7
	itemEra              // of a calendar; value: see eras
	itemPart             // value: see parts
	itemHalf             // half a year or month
	itemUnit             // value: see units
	itemDecade           // value: the year it begins with, of a century
	itemSay              // value: see relations
	itemEqual            // the same day in another calendar
	itemAbout
	itemDoubt
	itemToday  // value: days from the reference
	itemYearOf // value: years from that of the reference
	itemOrder  // value: -1 last, 0 this, 1 next
	itemNobody // the date is not known
	itemClock  // a time of day
	itemFiller
	itemRange // a dash between two dates
	itemOpen  // an opening bracket
	itemShut
	itemMark // any other mark
)

// Values of eras that name no calendar, or more than one.
const (
	eraPlain   = iota
	eraBefore  // before the common era
	eraAnyHijr // "هجری": solar or lunar
)

// Values of units.
const (
	unitDay = iota + 1
	unitWeek
	unitMonth
	unitYear
	unitDecade
	unitCentury
)

// Values of parts.
const (
	partEarly = iota + 1
	partMid
	partLate
)

// Values of relations.
const (
	sayBefore = iota + 1
	sayAfter
	saySince
	sayUntil
	sayBetween
	sayOf // "من": from, at the head of a range, and otherwise "of"
	sayTo
	sayAnd
	sayOr
	sayNow // the open end of a range
)

// word is an entry of the vocabulary: several spellings of one meaning.
type word struct {
	kind      itemKind
	value     int
	calendar  Calendar
	language  string // of the word, if it tells the language of a date
	spellings string // divided by commas
}

// meaning is what a folded word, or several without their spaces, means.
type meaning struct {
	kind     itemKind
	value    int
	calendar Calendar
	language string
}

// zodiac is added to the numbers of months that are called by signs of the
// zodiac. They are the months of today since 1304 in Iran and 1336 in
// Afghanistan; before, their lengths were a little different.
const (
	zodiac     = 100
	zodiacLast = 1336
)

// maxWords is how many words a phrase of the vocabulary has at most.
const maxWords = 5

// vocabulary has every phrase under its folded letters without spaces, since
// joiners and spaces are written as it comes: سه‌شنبه, سه شنبه, سهشنبه.
var vocabulary = sync.OnceValue(func() map[string]meaning {
	all := map[string]meaning{}
	for _, list := range [][]word{monthWords(), englishWords(), persianWords(), arabicWords()} {
		for _, w := range list {
			for _, spelling := range strings.Split(w.spellings, ",") {
				all[foldKey(spelling)] = meaning{w.kind, w.value, w.calendar, w.language}
			}
		}
	}
	for n, spellings := range ordinals() {
		for _, o := range spellings {
			all[foldKey(o.word)] = meaning{itemNumber, n, Unknown, o.language}
		}
	}
	return all
})

func foldKey(text string) string {
	return strings.ReplaceAll(script.Fold(text), " ", "")
}

// monthWords gives the names of months: those that are printed, and more.
func monthWords() []word {
	var list []word
	ahead := 0
	add := func(c Calendar, lang string, names ...string) {
		for i, n := range names {
			if n != "" {
				list = append(list, word{itemMonth, ahead + i + 1, c, lang, n})
			}
		}
	}
	for _, lang := range []string{"en", "fa", "ar"} {
		for _, c := range []Calendar{Gregorian, Solar, Hijri} {
			names := months(c, lang)
			if c == Hijri && lang != "en" {
				lang = "" // Persian and Arabic share most of them
			}
			add(c, lang, names[:]...)
		}
	}
	add(Gregorian, "en", "Jan", "Feb", "Mar", "Apr", "", "Jun", "Jul", "Aug", "Sep,Sept", "Oct", "Nov", "Dec")
	add(Gregorian, "fa", "ژانویهٔ", "فبریه", "مارچ", "اپریل,آپریل", "می,مهٔ", "جون", "جولای,ژوئیهٔ,ژولای", "آگوست,آگست,اگست,اوگست", "سپتمبر", "اکتوبر", "", "دسمبر")
	add(Gregorian, "ar", "كانون الثاني,كانون ثاني,جانفي,جانفييه", "شباط,فيفري", "آذار", "نيسان,إبريل,أفريل", "أيار,ماي", "حزيران,جوان",
		"تموز,يوليوز,جويلية", "آب,أوت,غشت", "أيلول,شتنبر", "تشرين الأول,تشرين أول,أكتوبر", "تشرين الثاني,تشرين ثاني,نونبر", "كانون الأول,كانون أول,دجنبر")
	ahead = zodiac
	add(Solar, "", "حمل,الحمل,Hamal,وری", "ثور,الثور,Sawr,Saur,Thawr,غویی", "جوزا,جوزاء,الجوزاء,Jawza,غبرگولی", "سرطان,السرطان,Saratan,چنگاښ", "اسد,الأسد,Asad,زمری", "سنبله,السنبلة,Sunbula,Sonbola,وږی",
		"میزان,الميزان,Mizan,تله", "عقرب,العقرب,Aqrab,لړم", "قوس,القوس,Qaws,لیندۍ", "جدی,الجدي,Jadi,مرغومی", "دلو,الدلو,Dalw,سلواغه", "حوت,الحوت,Hut,کب")
	ahead = 0
	add(Solar, "en", "Farwardin", "Ordibehest,Urdibihisht,Ordibeheshte", "Khurdad", "Teer", "Amordad,Murdad", "Shahrivar,Shahriver,Shahrivār", "Mihr,Mehir", "Abaan", "Adhar", "", "Bahmān", "Isfand,Espand,Esfandmah")
	add(Solar, "fa", "", "اردی بهشت", "", "", "امرداد", "شهریر", "", "", "", "دیماه", "", "اسپند,اسفندماه")
	add(Hijri, "", "محرم الحرام,المحرم", "صفر المظفر,صفر الخير", "ربیع الاول,ربیع الأول,ربيع أول,ربیع المولود", "ربیع الثانی,ربيع ثاني,ربیع الآخر,ربيع الثاني,ربیع‌الاخر",
		"جمادی الاول,جمادی الاولی,جمادى الأول,جمادى أولى,جمادی‌الاولی", "جمادی الثانی,جمادی الثانیه,جمادى الثاني,جمادى الثانية,جمادی الآخر,جمادی الاخر,جمادی‌الآخره,جمادى ثانية",
		"رجب المرجب,رجب الأصب", "شعبان المعظم", "رمضان المبارک,رمضان الكريم", "شوال المکرم", "ذیقعده,ذی القعده,ذو القعده,ذي القعدة,ذوالقعده,ذی‌قعده,ذیقعدة الحرام,ذیقعده الحرام", "ذیحجه,ذی الحجه,ذو الحجه,ذي الحجة,ذوالحجه,ذی‌حجه,ذیحجة الحرام,ذیحجه الحرام")
	add(Hijri, "en", "Moharram,Muharam", "Saphar", "Rabi al-Awal,Rabi I,Rabi al-Avval,Rabi ul-Awwal,Rabi ol-Avval,Rabiulawal", "Rabi II,Rabi al-Akhir,Rabi al-Akhar,Rabi ul-Thani,Rabi ol-Sani,Rabi as-Sani,Rabi al-Sani,Rabi ath-Thani",
		"Jumada I,Jumada al-Awwal,Jamadi al-Awwal,Jumada al-Oola,Jamadi ol-Avval,Jumada l-Ula", "Jumada II,Jumada al-Akhira,Jumada al-Akhirah,Jamadi ol-Sani,Jumada al-Thaniya,Jumada ath-Thani,Jumada l-Akhira,Jamadi al-Thani",
		"", "Shaban,Shabaan,Shaaban", "Ramazan,Ramadhan,Ramzan", "Shavval,Shawal", "Dhu al-Qadah,Dhu'l-Qa'da,Dhul Qadah,Dhul-Qidah,Dhu al-Qidah,Zulqada,Zilqada,Zi-Qadeh,Zilqadeh,Dhu l-Qada,Ziqade", "Dhu al-Hijjah,Dhu'l-Hijja,Dhul-Hijjah,Zulhijja,Zilhijja,Zihajjeh,Zi-Hajjeh,Dhu l-Hijja,Dhu l-Hijjah,Zihajje")
	return list
}
