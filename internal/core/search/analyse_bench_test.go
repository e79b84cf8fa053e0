package search

import (
	"strings"
	"testing"
)

func BenchmarkAnalyse(b *testing.B) {
	text := strings.Repeat("او محمد رضا را در خانه دید و گفت که نامه‌ها رسیده است. Mohammad Hossein came from the mill. ", 200)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Analyse(text, false)
	}
}
