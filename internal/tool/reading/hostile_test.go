package reading

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/format/content"
)

// few are limits that a child which tells without end soon goes over.
var few = content.Limits{WholeBytes: 1 << 20, TextBytes: 1000, Pages: 5, Rows: 5, Members: 3, MemberBytes: 3000, MembersBytes: 5000, Depth: 5, Fields: 5}

// endless says one record over and over, and counts how often.
type endless struct {
	begin, again string
	said         int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.begin == "" {
		e.begin = e.again
		e.said++
	}
	n := copy(p, e.begin)
	e.begin = e.begin[n:]
	return n, nil
}

func record(letter byte, payload string) string {
	return string(binary.BigEndian.AppendUint32([]byte{letter}, uint32(len(payload)))) + payload
}

// A child in hostile hands keeps no limits. Those of the parent hold, and the
// failure says which.
func TestTheParentKeepsTheLimitsOfAChildThatKeepsNone(t *testing.T) {
	whole := record(sayMember, `{"name":"eA=="}`) + record(sayBytes, strings.Repeat("x", 2000)) + record(sayMemberEnd, "")
	dropped := record(sayMember, `{"name":"eA=="}`) + record(sayBytes, strings.Repeat("x", 2000)) + record(sayMemberDrop, "")
	for _, c := range []struct{ what, begin, again, limit string }{
		{"pages", "", record(sayPage, `{"page":1,"text":"x"}`), "pages"},
		{"text", "", record(sayPage, `{"page":1,"text":"`+strings.Repeat("x", 300)+`"}`), "text_bytes"},
		{"rows", "", record(sayRow, `{"row":1,"cells":[]}`), "rows"},
		{"cells", "", record(sayRow, `{"row":1,"cells":[{"text":"`+strings.Repeat("x", 300)+`"}]}`), "text_bytes"},
		{"fields", "", record(sayField, `{"name":"a","value":"b"}`), "fields"},
		{"gaps", "", record(sayGap, `{"reason":"torn"}`), ""},
		{"readers", "", record(sayEngine, enginePlain), ""},
		{"members", "", record(sayMember, `{"name":"eA=="}`) + record(sayMemberEnd, ""), "members"},
		{"bytes of one member", record(sayMember, `{"name":"eA=="}`), record(sayBytes, strings.Repeat("x", 1000)), "member_bytes"},
		{"bytes of members", "", whole, "members_bytes"},
		{"bytes of members that break off", "", dropped, "members_bytes"},
	} {
		t.Run(c.what, func(t *testing.T) {
			shelf := newShelf()
			took := newTaker(shelf, enginePDF)
			took.budget.max = few
			child := &endless{begin: c.begin, again: c.again}
			err := took.take(context.Background(), child)
			reason, own := ownFault(err)
			if !own || limitOf(err) != c.limit || !strings.Contains(reason, c.limit) || !strings.HasPrefix(reason, "sanad-") {
				t.Errorf("got %v (limit %q), want the reader's own failure over %s", err, limitOf(err), c.limit)
			}
			if len(shelf.kept) != 0 {
				t.Errorf("%d renditions were kept", len(shelf.kept))
			}
		})
	}
}

// What a record may take is bounded before any of it is decoded.
func TestARecordCostsTheParentLittle(t *testing.T) {
	promised := func(letter byte, size uint32) string {
		return string(binary.BigEndian.AppendUint32([]byte{letter}, size))
	}
	for what, said := range map[string]string{
		"a page of 200 MiB":       promised(sayPage, 200<<20),
		"a gap of 2 MiB":          promised(sayGap, 2<<20),
		"a chunk of 2 MiB":        record(sayMember, `{"name":"eA=="}`) + promised(sayBytes, 2<<20),
		"a letter nobody knows":   promised('?', 2<<20),
		"ten million empty cells": record(sayRow, `{"row":1,"cells":[`+strings.Repeat("{},", 5<<20)+`{}]}`),
		"ten million words":       record(sayPage, `{"page":1,"text":"x","words":[`+strings.Repeat("[],", 5<<20)+`[]]}`),
	} {
		child := io.MultiReader(strings.NewReader(said), &endless{again: "xxxxxxxxxxxxxxxx"})
		took := newTaker(newShelf(), enginePDF)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		err := took.take(context.Background(), child)
		runtime.ReadMemStats(&after)
		if _, own := ownFault(err); !own {
			t.Errorf("%s: got %v, want the document's own failure", what, err)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 5*maxRecord {
			t.Errorf("%s took %d bytes", what, took)
		}
	}
}

// Words of a child go into the ledger and its database: none is long, none
// holds a zero byte, all are UTF-8, and a failure has a reason.
func TestWordsOfAChildCanBeRecorded(t *testing.T) {
	bad := `a\u0000b\ud800` + strings.Repeat("ب", 5000)
	quoted := func(format string) string { return strings.ReplaceAll(format, "BAD", bad) }
	w := new(words)
	w.say(sayField, `{"name":"encoding","value":"a\u0000b"}`)
	w.say(sayPage, `{"page":1,"name":"a\u0000b","text":"c\u0000d"}`).say(sayRow, `{"row":1,"sheet":"a\u0000b","cells":[{"text":"c\u0000d"}]}`)
	w.say(sayGap, quoted(`{"part":"BAD","reason":"BAD","limit":"BAD"}`))
	w.say(sayMember, quoted(`{"name":"AP8=","role":"BAD","part":"BAD","media_type":"BAD","modified":"9999-12-31T23:59:59-01:00"}`)).say(sayMemberEnd, "")
	got, shelf, err := listen(w.say(sayEnd, "").String())
	if err != nil {
		t.Fatal(err)
	}
	m, g := shelf.members[0], got.gaps[0]
	for what, word := range map[string]string{"role": m.Role, "part": m.Part, "media type": m.MediaType, "gap": g.Part, "reason": g.Reason, "encoding": got.encoding} {
		if strings.Contains(word, "\x00") || !utf8.ValidString(word) || len(word) > 310 || word == "" {
			t.Errorf("the %s is %.40q of %d bytes", what, word, len(word))
		}
	}
	if g.Limit != "" {
		t.Errorf("a limit nobody knows is told: %q", g.Limit)
	}
	if !m.Modified.IsZero() {
		t.Errorf("a member is of the year %d, which no entry can say", m.Modified.Year())
	}
	for sum, kept := range shelf.kept {
		if strings.Contains(string(kept), `\u0000`) {
			t.Errorf("the rendition %s holds a zero byte: %s", sum, kept)
		}
	}
	failing, _, err := listen(new(words).say(sayFailed, `{"reason":"\u0000","limit":"`+bad+`"}`).String())
	if err != nil || strings.TrimSpace(failing.failed.Reason) == "" || failing.failed.Limit != "" {
		t.Errorf("it failed for %+v, %v", failing.failed, err)
	}
	if err := (text.Unread{Item: custody.Sum{1}, Step: text.StepRead, Error: failing.failed.Reason}).Check(); err != nil {
		t.Error(err)
	}
}

// Numbers that nothing can be written with are the reader's own failure.
func TestNumbersOfAChildAreOnesAPageCanHave(t *testing.T) {
	for _, said := range []string{
		`p{"page":1,"text":"x","words":[[0,1,1e308,0,0,0]]}`, `p{"page":1,"text":"x","words":[[0,1,0,0,0,0,9e18]]}`, `p{"page":1,"text":"x","words":[[1e300,1e300,0,0,0,0]]}`,
		`p{"page":1,"text":"x","width":1e308}`, `r{"row":0,"cells":[]}`, `r{"row":1,"cells":[{"text":"x","start":-5,"end":9}]}`, `r{"row":1,"cells":[{"text":"x","start":5,"end":4}]}`,
	} {
		_, _, err := listen(new(words).say(said[0], said[1:]).say(sayEnd, "").String())
		if _, own := ownFault(err); !own {
			t.Errorf("%s: got %v, want the document's own failure", said, err)
		}
	}
}

// A page that is too large for a record costs itself.
func TestAPageTooLargeToBeSaidIsAGap(t *testing.T) {
	var said strings.Builder
	s := newSpeaker(&said)
	err := errors.Join(s.Page(content.Page{Number: 1, Text: strings.Repeat("x", maxRecord)}), s.Page(content.Page{Number: 2, Text: "after"}), s.end(nil))
	if err != nil {
		t.Fatal(err)
	}
	got, shelf, err := listen(said.String())
	if err != nil || len(got.gaps) != 1 || got.gaps[0].Part != "page 1" || got.gaps[0].Limit != "text_bytes" {
		t.Errorf("gaps %v, %v", got.gaps, err)
	}
	if page := string(shelf.kept[got.parts[text.Pages].sum]); !strings.Contains(page, "after") {
		t.Errorf("what follows is lost: %s", page)
	}
	var _ flow.Shelf = shelf
}
