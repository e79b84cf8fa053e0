package flow

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
	"sanad/internal/format/ftm"
	"sanad/internal/ground/cellref"
	"sanad/internal/ground/fail"
)

// FtMImportRequest names a file of FollowTheMoney that is in custody and was
// read: entities or statements as JSON lines, or statements as CSV.
type FtMImportRequest struct {
	Item   custody.Sum
	Case   string
	DryRun bool
}

// FtMImported sums up an import.
type FtMImported struct {
	Lines  int64
	Claims int64 // that the file makes, now or before
	New    int64 // events recorded by this import
	Missed int64 // values that made no claim
	Failed []GraphFailure
}

// ImportFtM makes a claim of every value, cited to the very place where it
// stands in the file, with the dataset as who says so. Of links between
// entities, those come in whose ends are here. Importing the file again changes
// nothing; an import that was interrupted goes on. The book of a must be the
// book as the actor may know it.
func ImportFtM(ctx context.Context, a *Archive, actor guard.Actor, req FtMImportRequest, progress Progress) (FtMImported, error) {
	if err := actor.May(guard.ToClaim); err != nil {
		return FtMImported{}, err
	}
	req.Case = cmp.Or(req.Case, DefaultCase)
	rendition, err := primaryReading(ctx, a, req.Item)
	if err != nil {
		return FtMImported{}, err
	}
	rules, err := ftm.InwardRules()
	if err != nil {
		return FtMImported{}, err
	}
	im := &ftmImporter{a: a, actor: actor, req: req, rendition: rendition, rules: rules, progress: progress, dry: map[string]string{}}
	for _, im.links = range []bool{false, true} { // things first, then what points at them
		read := im.lines
		if rendition.Form == text.Rows {
			read = im.rows
		}
		if err = read(ctx); err == nil {
			err = im.flush(ctx)
		}
		if err != nil {
			break
		}
	}
	return im.out, err
}

type ftmImporter struct {
	a         *Archive
	actor     guard.Actor
	req       FtMImportRequest
	rendition text.Rendition
	rules     map[string]ftm.Inward
	progress  Progress
	links     bool              // the pass over values that are entities
	dry       map[string]string // of a dry run: the kinds of the things that would be here
	out       FtMImported
	batch     []ftmClaim
}

// ftmClaim is a claim on the way in, and the line it stands in.
type ftmClaim struct {
	line int64
	made claim.Made
}

func (im *ftmImporter) fail(line int64, id, format string, args ...any) {
	im.out.Missed++
	if len(im.out.Failed) < maxFailed {
		im.out.Failed = append(im.out.Failed, GraphFailure{line, id, fmt.Sprintf(format, args...)})
	}
}

// lines reads the original line by line, beside its reading as text: a claim is
// cited to the page that its value stands on, and to its bytes.
func (im *ftmImporter) lines(ctx context.Context) (err error) {
	data, err := im.a.Originals.Open(ctx, im.req.Item)
	if err != nil {
		return fmt.Errorf("opening the file %s: %w", im.req.Item, err)
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	pages, err := cursorOf(ctx, im.a, im.rendition)
	if err != nil {
		return err
	}
	defer pages.stop()
	r := bufio.NewReaderSize(data, 64<<10)
	for number, at := int64(1), int64(0); ; number++ {
		line, n, err := longLine(r)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := im.line(ctx, pages, number, at, line); err != nil {
			return err
		}
		at += n
	}
}

// longLine reads a line without its end, nil if it is longer than a line may be,
// and tells how many bytes it took.
func longLine(r *bufio.Reader) (line []byte, n int64, err error) {
	line = []byte{}
	for {
		part, err := r.ReadSlice('\n')
		n += int64(len(part))
		if line != nil {
			line = append(line, part...)
		}
		if n > ftm.MaxLine {
			line = nil
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if errors.Is(err, io.EOF) && n > 0 {
			err = nil
		}
		return line, n, err
	}
}

func (im *ftmImporter) line(ctx context.Context, pages *pageCursor, number, at int64, line []byte) error {
	if line != nil && len(bytes.TrimSpace(line)) == 0 {
		return nil
	}
	var p ftm.Parsed
	err := fmt.Errorf("the line is longer than %d bytes", ftm.MaxLine)
	if line != nil {
		p, err = ftm.Parse(bytes.TrimRight(line, "\r\n"))
	}
	if !im.links {
		im.out.Lines++
	}
	if err != nil {
		if !im.links {
			im.fail(number, "", "%v", err)
		}
		return nil
	}
	// The reading is followed in step: every value in the order of the line.
	all := append([]ftm.Said{p.ID}, p.Said...)
	slices.SortStableFunc(all, func(a, b ftm.Said) int { return cmp.Compare(a.Start, b.Start) })
	stands := make(map[int]int, len(all))
	for _, s := range all {
		stands[s.Start] = pages.find(s.Value)
	}
	return im.entity(ctx, number, p, func(s ftm.Said) (text.Passage, bool) {
		where := text.Passage{Item: im.req.Item, Rendition: im.rendition.Sum, Selector: text.Selector{Page: stands[s.Start]}, Quote: s.Value}
		if s.Exact && s.End > s.Start {
			where.Selector.Bytes = &text.Range{Start: at + int64(s.Start), End: at + int64(s.End)}
		}
		return where, where.Selector.Page > 0
	})
}

// rows reads statements as CSV.
func (im *ftmImporter) rows(ctx context.Context) (err error) {
	data, err := im.a.Renditions.Open(ctx, im.rendition.Sum)
	if err != nil {
		return fmt.Errorf("opening the rows of item %s: %w", im.req.Item, err)
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	at := map[string]int{}
	return text.EachRow(data, func(row text.Row) error {
		if len(at) == 0 {
			for i, c := range row.Cells {
				at[c.Text] = i
			}
			for _, name := range []string{"entity_id", "schema", "prop", "value"} {
				if _, ok := at[name]; !ok {
					return fail.New(fail.Usage, "the table has no column %q: it holds no statements of FollowTheMoney", name).Do("import a table of names by a mapping: --map")
				}
			}
			return nil
		}
		cell := func(name string) text.Cell {
			if i, ok := at[name]; ok && i < len(row.Cells) {
				return row.Cells[i]
			}
			return text.Cell{}
		}
		p := ftm.Parsed{Statement: true, ID: ftm.Said{Prop: "entity_id", Value: cell("entity_id").Text}, Schema: cell("schema").Text, Lang: cell("lang").Text,
			Said: []ftm.Said{{Prop: cell("prop").Text, Value: cell("value").Text}}}
		if d := cell("dataset").Text; d != "" {
			p.Datasets = []string{d}
		}
		if !im.links {
			im.out.Lines++
		}
		return im.entity(ctx, int64(row.Number), p, func(s ftm.Said) (text.Passage, bool) {
			column := "value"
			if s.Prop == "entity_id" {
				column = s.Prop
			}
			c := cell(column)
			where := text.Passage{Item: im.req.Item, Rendition: im.rendition.Sum, Selector: text.Selector{Cell: cellref.Of(at[column], row.Number)}, Quote: c.Text}
			if c.End > c.Start {
				where.Selector.Bytes = &text.Range{Start: c.Start, End: c.End}
			}
			return where, c.Text != ""
		})
	})
}

// pageCursor goes through the pages of a reading in step with the values of the
// file, which the reading has in the same order, each at the end of a line.
type pageCursor struct {
	next  func() (text.Page, error, bool)
	stop  func()
	ahead []text.Page // the page the cursor is on, and some behind it
	at    int
	end   bool
}

func cursorOf(ctx context.Context, a *Archive, rendition text.Rendition) (*pageCursor, error) {
	data, err := a.Renditions.Open(ctx, rendition.Sum)
	if err != nil {
		return nil, fmt.Errorf("opening the text of item %s: %w", rendition.Item, err)
	}
	c := &pageCursor{}
	next, stop := iter.Pull2(func(yield func(text.Page, error) bool) {
		err := text.EachPage(data, func(p text.Page) error {
			if !yield(p, nil) {
				return text.ErrStop
			}
			return nil
		})
		if err != nil {
			yield(text.Page{}, err)
		}
	})
	c.next, c.stop = next, func() { stop(); data.Close() }
	return c, nil
}

// maxAhead is how many pages a value may stand behind the one before it.
const maxAhead = 8

// find gives the page on which a value stands next, 0 if it is not on the next
// few: then the cursor stays.
func (c *pageCursor) find(value string) int {
	if value == "" {
		return 0
	}
	for n := 0; n < maxAhead && c.has(n); n++ {
		from := 0
		if n == 0 {
			from = c.at
		}
		if end := lineEnd(c.ahead[n].Text, from, value); end > 0 {
			c.ahead, c.at = c.ahead[n:], end
			return c.ahead[0].Number
		}
	}
	return 0
}

// has makes sure that a page ahead was read.
func (c *pageCursor) has(n int) bool {
	for len(c.ahead) <= n && !c.end {
		p, err, ok := c.next()
		if !ok || err != nil {
			c.end = true
			break
		}
		c.ahead = append(c.ahead, p)
	}
	return n < len(c.ahead)
}

// lineEnd gives where a line ends that ends with the value, 0 if there is none
// from there on.
func lineEnd(page string, from int, value string) int {
	for {
		i := strings.Index(page[from:], ": "+value)
		if i < 0 {
			return 0
		}
		end := from + i + 2 + len(value)
		if end == len(page) || page[end] == '\n' {
			return end
		}
		from += i + 1
	}
}

// flush records what the batch claims and the ledger does not have yet.
func (im *ftmImporter) flush(ctx context.Context) error {
	batch := im.batch
	im.batch = nil
	var failed []GraphFailure
	decide := func(ctx context.Context, s State) ([]ledger.Fact, error) {
		facts, err := caseFacts(ctx, s, im.req.Case)
		if err != nil {
			return nil, err
		}
		failed = nil
		coming := map[string]bool{}
		for _, c := range batch {
			known, err := s.HasClaim(ctx, c.made.Claim)
			if err != nil {
				return nil, err
			}
			if known || coming[c.made.Claim] {
				continue
			}
			if err := im.settle(ctx, s, &c.made); err != nil {
				if fatal(err) {
					return nil, err
				}
				failed = append(failed, GraphFailure{c.line, c.made.Entity, err.Error()})
				continue
			}
			coming[c.made.Claim] = true
			facts = append(facts, c.made)
		}
		if len(coming) == 0 {
			return nil, nil
		}
		return facts, nil
	}
	if len(batch) == 0 {
		return nil
	}
	if im.req.DryRun {
		err := im.a.Book.Look(ctx, func(ctx context.Context, s State) error {
			facts, err := decide(ctx, s)
			im.out.New += int64(len(facts))
			return err
		})
		im.tell(batch, failed)
		return err
	}
	w, err := im.a.Book.Append(ctx, im.actor, decide)
	im.out.New += w.Next - w.First
	im.tell(batch, failed)
	return err
}

func (im *ftmImporter) tell(batch []ftmClaim, failed []GraphFailure) {
	im.out.Claims += int64(len(batch) - len(failed))
	for _, f := range failed {
		im.fail(f.Line, f.ID, "%s", f.Error)
	}
	im.progress("importing", im.out.Claims, 0)
}
