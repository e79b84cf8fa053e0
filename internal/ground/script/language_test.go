package script

import (
	"strings"
	"testing"
)

func TestTheLanguageIsThatOfLettersAndSmallWords(t *testing.T) {
	for _, c := range []struct{ want, text string }{
		{"fa", "شاهد گفت که در روز حادثه فقط دو نفر را دید و پیش از غروب به خانه برگشت."},
		{"fa", "شاهد گفت كه در روز حادثه فقط دو نفر را ديد و به خانه برگشت."}, // an Arabic keyboard
		{"fa", "او از آن روز به بعد در آن شهر است و نامه را به همه داد"},      // no letter of its own
		{"fa", "اين مرد را در شهر ديدند"},
		{"fa", "می‌دانست نمی‌آید"},
		{"fa", "گوهر پژمان، چنگیز پگاهی"},
		{"fa", "بر اساس دستورالعمل وزارت، هیئت بررسی در جلسهٔ فوق‌العاده به این پرونده رسیدگی کرد."},
		{"ar", "قال الشاهد إنه رأى شخصين فقط في ذلك اليوم ثم غادر قبل الغروب."},
		{"ar", "كان في المدينة رجل من أهل العلم"},
		{"ar", "شهادة الوفاة الصادرة عن وزارة الصحة"},
		{"ur", "گواہ نے کہا کہ اس دن اس نے صرف دو آدمی دیکھے اور شام سے پہلے گھر لوٹ گیا۔"},
		{"ps", "شاهد وویل چې په هغه ورځ یې یوازې دوه کسان لیدلي وو او بیا کور ته ولاړ."},
		{"ckb", "شایەتەکە گوتی کە لەو ڕۆژەدا تەنیا دوو کەسی بینیوە و پێش ئێوارە گەڕاوەتەوە."},
		{"he", "העד אמר שראה רק שני אנשים באותו יום וחזר הביתה לפני השקיעה."},
		{"ru", "Свидетель сказал, что видел в тот день только двух человек и вернулся домой."},
		{"en", "The witness said that he saw only two people that day and went home before dusk."},
		{"fr", "Le témoin a déclaré qu'il n'avait vu que deux personnes ce jour-là, puis qu'il était rentré."},
		{"de", "Der Zeuge sagte, dass er an jenem Tag nur zwei Menschen gesehen habe und nach Hause ging."},
		{"es", "El testigo dijo que aquel día vio a dos personas y que volvió a su casa antes de la noche."},
		{"tr", "Tanık o gün yalnızca iki kişi gördüğünü ve akşam olmadan eve döndüğünü söyledi."},
		// mostly
		{"fa", "پرونده در سال ۱۳۶۷ به دادستان (prosecutor) داده شد و از آن پس کسی آن را ندید."},
		{"en", "The word گواه means witness, and it is in all of the letters that she wrote."},
		// what is too short, or of no language that is listened for
		{Und, ""},
		{Und, "۱۳۶۷/۰۵/۱۰ -- 12:00"},
		{Und, "رضا"},
		{Und, "محمد رضا حسینی"},
		{Und, "Arthur Kent"},
		{Und, "Иван Петров"},
		{Und, "Свідок сказав, що бачив у той день лише двох людей і повернувся додому."},
		{Und, "Il testimone ha detto che non aveva visto che due persone e che era tornato a casa."},
		{Und, "A testemunha disse que não viu mais do que duas pessoas e voltou para casa."},
		{Und, "証人はその日二人だけを見たと言った"},
		{Und, "\xff\xfe\x00"},
	} {
		if got := Language(c.text); got != c.want {
			t.Errorf("%q is %s, want %s", c.text, got, c.want)
		}
	}
}

// What stands in one language for pages is that language wherever it is cut.
func TestALongTextKeepsItsLanguage(t *testing.T) {
	for want, text := range map[string]string{
		"fa": "در بند سوم غذا کم بود و هوا سرد، ولی کتاب دست به دست می‌گشت. ",
		"ar": "كان الطعام قليلاً والبرد شديداً، غير أن الكتب كانت تنتقل من يد إلى يد. ",
		"ru": "От тех лет не осталось ничего, кроме нескольких снимков и тетради. ",
	} {
		long := strings.Repeat(text, 2000)
		for cut := range 4 {
			if got := Language(long[cut:]); got != want {
				t.Errorf("%s is called %s", want, got)
			}
		}
	}
}

func FuzzLanguage(f *testing.F) {
	f.Add("این متن")
	f.Add("\xff\u200c\u0651 ال")
	f.Fuzz(func(t *testing.T, text string) {
		got := Language(text)
		if got != Und && len(got) != 2 && got != "ckb" {
			t.Fatalf("%q", got)
		}
		if letters := strings.ContainsAny(text, "abcdefghijklmnopqrstuvwxyz"); got == "en" && !letters && strings.ToLower(text) == text {
			t.Fatalf("%q is called English", text)
		}
	})
}

func BenchmarkLanguage(b *testing.B) {
	for _, text := range []string{benchText, strings.Repeat("The witness said that he saw only two people. ", 20)} {
		b.Run(Language(text), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				Language(text)
			}
		})
	}
}
