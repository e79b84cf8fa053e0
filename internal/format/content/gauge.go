package content

import (
	"errors"
	"fmt"
	"io"
)

// Gauge is a Sink that keeps the limits: it hands on to out what is within
// them, and where one is reached it tells a Problem and refuses the rest.
// Readers need not count what they hand over, only what they build up before.
type Gauge struct {
	Out Sink
	Max Limits

	text, pages, rows, members, unpacked, fields, problems int64
}

// maxProblems is how many problems of one file are told; a file broken in more
// places is as well described by these.
const maxProblems = 10_000

// errStop is what a Gauge gives back once a limit is reached: the reader should
// return it, and Finish makes of it the success in part that it is.
var errStop = errors.New("a limit is reached")

// Finish gives the error of a reading, none if it ended at a limit that was
// told as a Problem.
func Finish(err error) error {
	if errors.Is(err, errStop) {
		return nil
	}
	return err
}

func (g *Gauge) stop(part, limit string, most int64) error {
	if err := g.Out.Problem(Problem{Part: part, Reason: (&Limited{limit, most}).Error(), Limit: limit}); err != nil {
		return err
	}
	return errStop
}

// Page implements Sink.
func (g *Gauge) Page(p Page) error {
	if g.pages++; g.pages > g.Max.Pages {
		return g.stop(fmt.Sprintf("page %d and after", p.Number), "pages", g.Max.Pages)
	}
	if g.text += int64(len(p.Text)); g.text > g.Max.TextBytes {
		return g.stop(fmt.Sprintf("page %d and after", p.Number), "text_bytes", g.Max.TextBytes)
	}
	return g.Out.Page(p)
}

// Row implements Sink.
func (g *Gauge) Row(r Row) error {
	if g.rows++; g.rows > g.Max.Rows {
		return g.stop(fmt.Sprintf("row %d and after", r.Number), "rows", g.Max.Rows)
	}
	for _, c := range r.Cells {
		g.text += int64(len(c.Text))
	}
	if g.text > g.Max.TextBytes {
		return g.stop(fmt.Sprintf("row %d and after", r.Number), "text_bytes", g.Max.TextBytes)
	}
	return g.Out.Row(r)
}

// Field implements Sink. Fields over the limit, or longer than 64 KiB, are
// left out without ending the reading.
func (g *Gauge) Field(f Field) error {
	if f.Value == "" {
		return nil
	}
	if g.fields++; g.fields > g.Max.Fields || len(f.Value) > 64<<10 {
		if g.fields == g.Max.Fields+1 {
			return g.Out.Problem(Problem{Part: "fields", Reason: (&Limited{"fields", g.Max.Fields}).Error(), Limit: "fields"})
		}
		return nil
	}
	return g.Out.Field(f)
}

// Problem implements Sink.
func (g *Gauge) Problem(p Problem) error {
	if g.problems++; g.problems > maxProblems {
		return nil
	}
	return g.Out.Problem(p)
}

// Member implements Sink. A member over its own limit is dropped and the next
// may come; over the limit of all together the reading ends.
func (g *Gauge) Member(m Member, r io.Reader) error {
	if g.members++; g.members > g.Max.Members {
		return g.stop("member "+m.Name+" and after", "members", g.Max.Members)
	}
	left := g.Max.MembersBytes - g.unpacked
	measured := &measured{r: r, left: min(g.Max.MemberBytes, left), limit: &Limited{"member_bytes", g.Max.MemberBytes}}
	if left < g.Max.MemberBytes {
		measured.limit = &Limited{"members_bytes", g.Max.MembersBytes}
	}
	err := g.Out.Member(m, measured)
	g.unpacked += measured.read
	if err == nil && measured.over && measured.limit.Limit == "members_bytes" {
		return errStop
	}
	return err
}

// measured reads up to left bytes and fails, once there are more.
type measured struct {
	r          io.Reader
	left, read int64
	limit      *Limited
	over       bool
}

func (m *measured) Read(p []byte) (int, error) {
	if int64(len(p)) > m.left+1 {
		p = p[:m.left+1]
	}
	n, err := m.r.Read(p)
	m.read += int64(n)
	if m.left -= int64(n); m.left < 0 {
		m.over = true
		return n - 1, m.limit
	}
	return n, err
}
