package warc

import (
	"fmt"
	"strings"

	"sanad/internal/format/content"
)

// perPage is how many records stand on one page of the overview: few enough
// to keep little in memory, many enough to leaf through.
const perPage = 200

// overview is the page that lists the records, while it is being made.
type overview struct {
	text        strings.Builder
	first, last int
	page        int
}

// add lists a record that is at its end.
func (o *overview) add(out content.Sink, rec *Record, original int) error {
	if o.text.Len() == 0 {
		o.first = rec.Number
	}
	o.last = rec.Number
	o.text.WriteString(line(rec, original))
	if rec.Number%perPage == 0 || o.text.Len() > 1<<20 {
		return o.flush(out)
	}
	return nil
}

// flush hands the page over.
func (o *overview) flush(out content.Sink) error {
	if o.text.Len() == 0 {
		return nil
	}
	o.page++
	p := content.Page{Number: o.page, Name: fmt.Sprintf("records %d to %d", o.first, o.last), Text: o.text.String()}
	o.text.Reset()
	return out.Page(p)
}

// line tells of a record in two lines: what and when, then how it was found.
func line(rec *Record, original int) string {
	words := []string{fmt.Sprintf("record %d at byte %d: %s", rec.Number, rec.Offset, orNone(rec.Type, "of no type"))}
	for _, s := range []string{rec.URI, rec.Date} {
		if s != "" {
			words = append(words, s)
		}
	}
	facts := []string{fmt.Sprintf("%d bytes", rec.Size)}
	if h := rec.HTTP; h != nil && h.Line != "" {
		facts = append(facts, h.Line)
	}
	if media := rec.Media(); media != "" {
		facts = append(facts, media)
	}
	facts = append(facts, "block digest "+string(rec.BlockDigest), "payload digest "+string(rec.PayloadDigest))
	if ip := rec.Header.Get("WARC-IP-Address"); ip != "" {
		facts = append(facts, "from "+ip)
	}
	if reason := rec.Truncated(); reason != "" {
		facts = append(facts, "cut off by its maker: "+reason)
	}
	facts = append(facts, refers(rec, original)...)
	return oneLine(strings.Join(words, " ")) + "\n  " + oneLine(strings.Join(facts, "; ")) + "\n"
}

// refers tells what a revisit stands for.
func refers(rec *Record, original int) []string {
	switch {
	case rec.Type != "revisit":
		return nil
	case original > 0:
		return []string{fmt.Sprintf("the same as record %d", original)}
	}
	return []string{"refers to a record that does not stand before it in this file"}
}

func orNone(s, none string) string {
	if s == "" {
		return none
	}
	return s
}

// oneLine keeps the list in shape whatever a header holds.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
	return strings.TrimRight(s, " ")
}
