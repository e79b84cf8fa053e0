package script

import (
	"strings"
	"testing"
)

// benchText is what a page of mixed material looks like: Persian with joiners
// and digits, vowelled Arabic from a keyboard with ي and ك, and Latin.
var benchText = strings.Repeat("در تاریخ ۱۴ مهر ۱۳۶۷ خانوادهٔ کاویانی می‌گویند نامه‌ای رسید. "+
	"كَتَبَ الشَّاهِدُ أنّه رأى السيّارة في ١٢/٠٧/١٩٨٨، ولم يَعُد. "+
	"The witness Mohammad-Reza Kāviānī (born 1951) wrote: “no letter came”. ", 40)

func BenchmarkFold(b *testing.B) {
	b.SetBytes(int64(len(benchText)))
	b.ReportAllocs()
	for b.Loop() {
		Fold(benchText)
	}
}

func BenchmarkFoldMap(b *testing.B) {
	b.SetBytes(int64(len(benchText)))
	b.ReportAllocs()
	for b.Loop() {
		FoldMap(benchText)
	}
}

func BenchmarkFind(b *testing.B) {
	page := FoldMap(benchText + "آخرین نامه در ۲۳ دی رسید")
	b.SetBytes(int64(len(benchText)))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, ok := page.Find("نامه در ٢٣ دي"); !ok {
			b.Fatal("not found")
		}
	}
}

func BenchmarkKey(b *testing.B) {
	for _, name := range []string{"محمدرضا کاویانی‌نژاد", "Mohammad-Reza Kaviani-Nejad", "عبد الرحمن بن ناصر الدين الحسيني"} {
		b.Run(Script(name), func(b *testing.B) {
			b.SetBytes(int64(len(name)))
			b.ReportAllocs()
			for b.Loop() {
				Key(name)
			}
		})
	}
}
