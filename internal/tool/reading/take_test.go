package reading

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"sanad/internal/core/text"
	"sanad/internal/format/content"
)

func TestWhatAReaderFindsArrivesAsItWas(t *testing.T) {
	var said bytes.Buffer
	s := newSpeaker(&said)
	modified := time.Date(1982, 3, 4, 5, 6, 7, 0, time.UTC)
	torn := io.MultiReader(strings.NewReader("half"), brokenReader{})
	err := errors.Join(
		s.Field(content.Field{Name: "encoding", Value: "windows-1256"}),
		s.Page(content.Page{Number: 1, Text: "می‌رود تا ۱۳۶۱\x00.", Spans: []content.Span{
			{From: 0, To: 15, Box: &content.Box{X0: 1.04, Y0: 2, X1: 3, Y1: 4}, Confidence: 93},
			{From: 16, To: 20, Time: &content.Time{From: 5, To: 9}}}}),
		s.Row(content.Row{Sheet: "نام‌ها", Number: 3, Cells: []content.Cell{{Text: "a\x00b", Start: 4, End: 7}}}),
		s.Member(content.Member{Name: "a/\xff.txt", Role: "attachment", Part: "part 2", MediaType: "text/plain", Modified: modified}, strings.NewReader("inside")),
		s.Member(content.Member{Name: "torn"}, torn),
		s.Problem(content.Problem{Part: "page 2", Reason: "it is torn", Limit: "pages"}),
		s.end(nil),
	)
	if err != nil {
		t.Fatal(err)
	}
	got, shelf, err := listen(said.String())
	if err != nil {
		t.Fatal(err)
	}
	if got.encoding != "windows-1256" || got.failed != nil {
		t.Errorf("encoding %q, failed %v", got.encoding, got.failed)
	}
	wantGaps := []text.Gap{{Part: "member torn", Reason: "the disk fell down"}, {Part: "page 2", Reason: "it is torn", Limit: "pages"}}
	if fmt.Sprint(got.gaps) != fmt.Sprint(wantGaps) {
		t.Errorf("gaps %v, want %v", got.gaps, wantGaps)
	}
	if len(shelf.members) != 1 {
		t.Fatalf("%d members, want the whole one only", len(shelf.members))
	}
	m := shelf.members[0]
	if m.Name != "a/\xff.txt" || string(m.data) != "inside" || m.Role != "attachment" || m.Part != "part 2" || !m.Modified.Equal(modified) || m.By != "sanad-plain "+version {
		t.Errorf("the member is %+v", m)
	}
	page := string(shelf.kept[got.parts[text.Pages].sum])
	if want := `{"page":1,"text":"می‌رود تا ۱۳۶۱ .","words":[[0,15,1,2,3,4,93]],"cues":[[16,20,5,9]]}` + "\n"; page != want {
		t.Errorf("the page is %s, want %s", page, want)
	}
	row := string(shelf.kept[got.parts[text.Rows].sum])
	if want := `{"row":3,"sheet":"نام‌ها","cells":[{"text":"a b","start":4,"end":7}]}` + "\n"; row != want {
		t.Errorf("the row is %s, want %s", row, want)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errors.New("the disk fell down") }

func TestAChildThatSpeaksOutOfFormCostsItsOwnDocument(t *testing.T) {
	end := func(w *words) string { return w.say(sayEnd, "").String() }
	huge := append([]byte{sayPage}, binary.BigEndian.AppendUint32(nil, 1<<31)...)
	for name, said := range map[string]string{
		"nothing":                       "",
		"no end":                        new(words).say(sayPage, `{"page":1,"text":"x"}`).String(),
		"half a record":                 end(new(words).say(sayPage, `{"page":1,"text":"x"}`))[:9],
		"a record too long":             string(huge),
		"a letter nobody knows":         end(new(words).say('?', "{}")),
		"a page that is none":           end(new(words).say(sayPage, `["page"]`)),
		"a page without a number":       end(new(words).say(sayPage, `{"text":"x"}`)),
		"a word outside the page":       end(new(words).say(sayPage, `{"page":1,"text":"x","words":[[0,9,1,1,1,1]]}`)),
		"words out of order":            end(new(words).say(sayPage, `{"page":1,"text":"xy","words":[[1,2,1,1,1,1],[0,1,1,1,1,1]]}`)),
		"a cue outside the page":        end(new(words).say(sayPage, `{"page":1,"text":"x","cues":[[0,9,1,1]]}`)),
		"a reader nobody knows":         end(new(words).say(sayEngine, "sanad-evil")),
		"a member that is not closed":   end(new(words).say(sayMember, `{"name":"eA=="}`).say(sayBytes, "x")),
		"bytes of no member":            end(new(words).say(sayBytes, "x")),
		"words after the end":           end(new(words)) + end(new(words)),
		"a member without a form":       end(new(words).say(sayMember, `7`)),
		"more after it said it failed":  new(words).say(sayFailed, `{"reason":"x"}`).say(sayPage, `{"page":1,"text":"x"}`).String(),
		"an end within a member's data": new(words).say(sayMember, `{"name":""}`).say(sayEnd, "").String(),
	} {
		t.Run(name, func(t *testing.T) {
			_, shelf, err := listen(said)
			if reason, own := ownFault(err); !own || reason == "" {
				t.Errorf("got %v, want the document's own failure", err)
			}
			if len(shelf.kept) != 0 {
				t.Errorf("%d renditions were kept", len(shelf.kept))
			}
		})
	}
}

func TestGapsAreShortAndFew(t *testing.T) {
	w := new(words)
	for i := range text.MaxGaps + 7 {
		w.say(sayGap, fmt.Sprintf(`{"part":"page %d","reason":%q}`, i, strings.Repeat("ب", 5000)))
	}
	got, _, err := listen(w.say(sayEnd, "").String())
	if err != nil {
		t.Fatal(err)
	}
	if len(got.gaps) != text.MaxGaps || got.more != 7 || len(got.gaps[0].Reason) > 310 || !strings.HasSuffix(got.gaps[0].Reason, "ب…") {
		t.Errorf("%d gaps and %d more, the first of %d bytes", len(got.gaps), got.more, len(got.gaps[0].Reason))
	}
}

func FuzzTake(f *testing.F) {
	f.Add(new(words).say(sayPage, `{"page":1,"text":"x"}`).say(sayEnd, "").String())
	f.Add(new(words).say(sayMember, `{"name":"eA=="}`).say(sayBytes, "x").say(sayMemberEnd, "").say(sayEnd, "").String())
	f.Add(new(words).say(sayFailed, `{"reason":"x"}`).String())
	f.Fuzz(func(t *testing.T, said string) {
		got, shelf, err := listen(said)
		if err == nil && !got.ended {
			t.Fatal("an answer without an end was taken")
		}
		if err != nil && len(shelf.kept) > 0 {
			t.Fatal("a rendition of a broken answer was kept")
		}
	})
}
