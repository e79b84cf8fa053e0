package linking

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func sample() Outcome {
	o := Outcome{Head: Head{Even: 0.5, Judged: 2, Report: json.RawMessage(`{"compared":12}`)}}
	for i := range 1200 { // several lines of rows and pairs
		o.Rows = append(o.Rows, fmt.Sprint("m-", i))
	}
	for i := range int32(1100) {
		o.Pairs = append(o.Pairs, Pair{i, i + 1, float32(i)/7 - 3, uint64(i) << 50})
	}
	o.Kin = []Pair{{3, 9, 2.5, 1<<64 - 1}}
	o.Clusters = []Cluster{
		{Rows: []int32{0, 1, 2}, Weakest: -1, Cohesion: 4, Certainty: "probable", Merges: []Merge{{0, 1, 12, 12, true}, {0, 2, 3.25, -1, false}}, Bridges: []Pair{{1, 2, 3, 7}}},
		{Rows: []int32{5, 6}, Weakest: 11, Cohesion: 11, Certainty: "certain", Merges: []Merge{{5, 6, 11, 11, false}}},
	}
	return o
}

func written(t testing.TB, o Outcome) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := Write(&buf, o); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	o := sample()
	text := written(t, o)
	if !bytes.Equal(text, written(t, o)) {
		t.Error("the same outcome gives other bytes")
	}
	got, err := Read(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	o.Head.Format, o.Head.Rows, o.Head.Pairs = Format, len(o.Rows), len(o.Pairs)
	if !reflect.DeepEqual(got, o) {
		t.Errorf("read %+v", got.Head)
	}
	if got, err := Read(bytes.NewReader(written(t, Outcome{Head: Head{Report: json.RawMessage("null")}}))); err != nil || len(got.Rows) != 0 {
		t.Errorf("of nothing: %v", err)
	}
}

func packed(lines ...string) []byte {
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	_, err := w.Write([]byte(strings.Join(lines, "\n")))
	if err != nil || w.Close() != nil {
		panic("writing to memory failed")
	}
	return buf.Bytes()
}

func TestWhatIsNoOutcomeIsRefused(t *testing.T) {
	const head = `{"format":"sanad-linking/1","rows":2,"pairs":1}`
	whole := packed(head, `{"rows":["a","b"]}`, `{"pairs":[[0,1,2.5,3]]}`)
	if _, err := Read(bytes.NewReader(whole)); err != nil {
		t.Fatal(err)
	}
	for what, text := range map[string][]byte{
		"nothing": {}, "no gzip": []byte(head), "an empty file": packed(), "no head": packed("{"),
		"another format":        packed(`{"format":"sanad-linking/9"}`),
		"a row too few":         packed(head, `{"rows":["a"]}`, `{"pairs":[[0,1,2.5,3]]}`),
		"a pair too few":        packed(head, `{"rows":["a","b"]}`),
		"a row that is none":    packed(head, `{"rows":["a","b"]}`, `{"pairs":[[0,2,2.5,3]]}`),
		"a row below 0":         packed(head, `{"rows":["a","b"]}`, `{"pairs":[[-1,1,2.5,3]]}`),
		"bits that are none":    packed(head, `{"rows":["a","b"]}`, `{"pairs":[[0,1,"x",3]]}`),
		"a row beyond counting": packed(head, `{"rows":["a","b"]}`, `{"pairs":[[0,9999999999,2.5,3]]}`),
		"a cluster of others":   packed(head, `{"rows":["a","b"]}`, `{"pairs":[[0,1,2.5,3]]}`, `{"cluster":{"rows":[0,7]}}`),
		"a merge of others":     packed(head, `{"rows":["a","b"]}`, `{"pairs":[[0,1,2.5,3]]}`, `{"cluster":{"rows":[0,1],"merges":[{"left":0,"right":2}]}}`),
		"half of it":            whole[:len(whole)/2],
	} {
		if _, err := Read(bytes.NewReader(text)); err == nil {
			t.Errorf("%s was read", what)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(packed(`{"format":"sanad-linking/1","rows":2,"pairs":1}`, `{"rows":["a","b"]}`, `{"pairs":[[0,1,2.5,3]]}`))
	f.Add(packed(`{"format":"sanad-linking/1"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		o, err := Read(bytes.NewReader(text))
		if err == nil && o.check() != nil {
			t.Error("what does not hold together was read")
		}
	})
}
