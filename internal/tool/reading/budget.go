package reading

import (
	"bytes"
	"fmt"
	"strings"

	"sanad/internal/format/content"
)

// The size of a record, in bytes. A page or row is the largest thing a reader
// says at once; the readers end pages long before.
const (
	maxRecord = 20 << 20 // a page or row
	maxChunk  = 1 << 20  // bytes of a member
	maxSmall  = 1 << 20  // everything else
)

// maxPieces bounds the words, cues and cells of one record: each takes several
// times the memory here that it takes on the wire.
const maxPieces = 1 << 20

// fits reports whether a page or row can be said in one record. Brackets in
// its text count as well: no page of a megabyte is made of them.
func fits(payload []byte) bool {
	return len(payload) <= maxRecord && bytes.Count(payload, []byte("["))+bytes.Count(payload, []byte("{")) <= maxPieces
}

// mostOf gives how many bytes a record of a letter may have.
func mostOf(letter byte) int {
	switch letter {
	case sayPage, sayRow:
		return maxRecord
	case sayBytes:
		return maxChunk
	}
	return maxSmall
}

// budget is what a child may still say. The child keeps the same limits, see
// content.Gauge; here they are kept against one that is in hostile hands.
type budget struct {
	max                                         content.Limits
	pages, rows, fields, gaps, members, engines int64
	text, records, unpacked                     int64 // bytes
}

// More of these than any honest child says.
const (
	mostGaps    = 20_000 // besides one a member
	mostEngines = 64
)

// spend counts a record.
func (b *budget) spend(letter byte, payload int) error {
	count := func(n *int64, limit string, most int64) error {
		if *n++; *n > most {
			return overBudget(limit, most)
		}
		return nil
	}
	switch letter {
	case sayPage, sayRow:
		// Places of words and cells take several times the text.
		if most := 16*b.max.TextBytes + 1<<30; b.records+int64(payload) > most {
			return overBudget("text_bytes", b.max.TextBytes)
		}
		b.records += int64(payload)
		if letter == sayRow {
			return count(&b.rows, "rows", b.max.Rows)
		}
		return count(&b.pages, "pages", b.max.Pages)
	case sayField:
		return count(&b.fields, "fields", b.max.Fields)
	case sayGap:
		if b.gaps++; b.gaps > mostGaps+b.max.Members {
			return fmt.Errorf("%w: it tells of more than %d gaps", errWord, b.gaps-1)
		}
	case sayMember:
		return count(&b.members, "members", b.max.Members)
	case sayEngine:
		if b.engines++; b.engines > mostEngines {
			return fmt.Errorf("%w: it is more than %d readers", errWord, mostEngines)
		}
	}
	return nil
}

// say counts bytes of text.
func (b *budget) say(n int) error {
	if b.text += int64(n); b.text > b.max.TextBytes {
		return overBudget("text_bytes", b.max.TextBytes)
	}
	return nil
}

// unpack counts bytes of a member, of which so many came before.
func (b *budget) unpack(before, n int64) error {
	if before+n > b.max.MemberBytes {
		return overBudget("member_bytes", b.max.MemberBytes)
	}
	if b.unpacked += n; b.unpacked > b.max.MembersBytes {
		return overBudget("members_bytes", b.max.MembersBytes)
	}
	return nil
}

// overBudget: the child went on where it had to stop.
func overBudget(limit string, most int64) error {
	return fmt.Errorf("%w: it is %w", errWord, &content.Limited{Limit: limit, Max: most})
}

// label makes words of a child such that every database keeps them and no line
// is long: they go into the ledger.
func label(s string) string { return cut(noZero(strings.ToValidUTF8(s, "\ufffd"))) }

// limitNamed gives the name of a limit if it is one, see content.Limits: faces
// have words for these and no others.
func limitNamed(name string) string {
	switch name {
	case "whole_bytes", "text_bytes", "pages", "rows", "members", "member_bytes", "members_bytes", "depth", "pixels", "fields", "words_of_a_page":
		return name
	}
	return ""
}
