package bayanat

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkExport reads 20,000 actors.
func BenchmarkExport(b *testing.B) {
	var s strings.Builder
	s.WriteString(`{"actors":[`)
	for i := range 20000 {
		if i > 0 {
			s.WriteString(",\n")
		}
		fmt.Fprintf(&s, `{"class":"actor","id":%d,"name":"\u0646\u0648\u06cc\u062f Kardan %d","father_name":"Omid","sex":"Male","nationalities":[{"id":1,"title":"Varanda"}],"events":[{"id":%d,"from_date":"1983-05-02T00:00"}],"actor_profiles":[{"id":1,"description":"A teacher of the harbour","sources":[{"title":"x"}]}]}`, i, i, i)
	}
	s.WriteString("]}")
	data := []byte(s.String())
	b.SetBytes(int64(len(data)))
	b.ResetTimer()
	for range b.N {
		if e, err := Read(data, func(s string) string { return s }); err != nil || e.Records != 20000 {
			b.Fatal(err, e.Records)
		}
	}
}
