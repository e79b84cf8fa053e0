package pdfium

import (
	"fmt"
	"html"
	"os"
	"strings"
)

// The sample is a document of invented reports in Persian, Arabic, English and
// mixtures. testdata/sample.pdf was printed from writeSample's HTML by Chromium
// and its objects packed into object streams, to be small; so what it should
// read as is known to the letter.

const samplePages = 60

func sampleLanguages() [4][]string {
	return [4][]string{
		{
			"در بامداد نهم اسفند ۱۳۴۹ دو کامیون به روستای سپیدچشمه رسیدند و پیش‌از‌ظهر بازگشتند.",
			"از میان ۸۶ خانواده، تنها هفده خانواده توانستند پرونده‌های خود را پی‌گیری کنند.",
			"آقای دادخواه می‌گوید: «هیچ‌کس به ما نگفت آن‌ها را به کجا می‌برند.»",
			"گواهی‌ها (بنگرید به پیوست سوم) در سه نوبت، بین ۱۴/۰۲/۱۳۵۱ و ۰۳/۰۵/۱۳۵۲، گردآوری شد.",
			"نمی‌توان گفت که لایه‌های بالایی خاک دست‌نخورده مانده‌اند؛ اما استخوان‌ها جابه‌جا نشده‌اند.",
			"شماره‌ی تماس خانه‌ی امن ۰۲۱-۵۵۰۰ بود و سه‌شنبه‌ها پاسخ‌گو بودند.",
			"بلافاصله پس از آن، ملاقات‌ها قطع شد و نامه‌رسان دیگر نیامد!",
		},
		{
			"وصلت الشاحنات إلى بلدة عين الزيتون المتخيلة فجر يوم الثلاثاء ولم تغادرها إلا مساءً.",
			"لم تتمكن سوى سبع عشرة عائلة من متابعة ملفاتها أمام اللجنة، وعددها ٨٦ ملفاً.",
			"قال الشيخ مروان: «لا أحد يعلم إلى أين أُخذوا»، ثم سكت طويلاً.",
			"جُمعت الشهادات (انظر الملحق الثالث) بين ١٤/٠٢/١٩٧٢ و ٠٣/٠٥/١٩٧٣ على ثلاث مراحل.",
			"كانت الأسماء الآتية مسجلة في السجل الأول: هلال، لينا، والآنسة سلام.",
			"بلغت نسبة الردود ٪٤٠ فقط؛ وهذا أقل مما أعلنته الوزارة.",
		},
		{
			"Two lorries reached the invented hamlet of White Spring at dawn and left before noon.",
			"Of 86 families only seventeen could pursue their files; the others were turned away.",
			"\"Nobody told us where they were being taken,\" says Mr. Dadkhah (aged 71).",
			"Statements were taken in three rounds between 14/02/1972 and 03/05/1973, see annex C.",
			"The upper layers aren't untouched, but the bones haven't been moved more than 2.5 metres.",
			"Office hours: Tuesday, 9:30 to 11:00; the fee was $4, or 40% of a day's pay.",
		},
		{
			"نامه‌ی Office of Missing Persons در ۱۸ آبان به دست خانواده‌ها رسید.",
			"برای دیدن فایل به نشانی files.example.net بروید (رمز: KLM).",
			"The clerk wrote پرونده‌ی بسته on every cover.",
			"نام او در فهرست Red Crescent آمده است، نه در فهرست ما.",
			"Witness A, called بانو ستاره, and witness B (called هلال) agree.",
			"تلقت اللجنة رسالة من Northern Aid Group بشأن القوائم الناقصة.",
		},
	}
}

// sampleParagraphs are the paragraphs of a page, counted from 0.
func sampleParagraphs(page int) []string {
	all := sampleLanguages()[page%4]
	var paragraphs []string
	for i := range 4 {
		var sentences []string
		for j := range 2 + (page+i)%3 {
			sentence := all[(page*5+i*3+j*2+i*j)%len(all)]
			if page%4 == 3 {
				sentences = []string{sentence} // one paragraph has one direction
				break
			}
			sentences = append(sentences, sentence)
		}
		paragraphs = append(paragraphs, strings.Join(sentences, " "))
	}
	return paragraphs
}

// sampleText is what the sample reads as.
func sampleText() string {
	var b strings.Builder
	for page := range samplePages {
		b.WriteString(strings.Join(sampleParagraphs(page), "\n") + "\n")
	}
	return b.String()
}

// writeSample writes the HTML from which to print the sample:
//
//	go test -run '^$' . -sample=/tmp/sample.html
//	chromium --headless --no-pdf-header-footer --print-to-pdf=testdata/sample.pdf /tmp/sample.html
func writeSample(name string) error {
	fonts := []string{"Noto Naskh Arabic", "DejaVu Sans", "Nazli"}
	var b strings.Builder
	b.WriteString("<!doctype html><meta charset=utf-8><style>body{font-size:12pt;line-height:1.7}div{page-break-after:always}</style>")
	for page := range samplePages {
		fmt.Fprintf(&b, "<div style=\"font-family:'%s'\">", fonts[page%len(fonts)])
		for _, p := range sampleParagraphs(page) {
			direction := "rtl"
			if 'A' <= p[0] && p[0] <= 'z' || p[0] == '"' {
				direction = "ltr"
			}
			fmt.Fprintf(&b, "<p dir=%s>%s</p>", direction, html.EscapeString(p))
		}
		b.WriteString("</div>")
	}
	return os.WriteFile(name, []byte(b.String()), 0o600)
}
