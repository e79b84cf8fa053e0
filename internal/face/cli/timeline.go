package cli

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/face/words"
	"sanad/internal/face/words/value"
	"sanad/internal/flow"
	"sanad/internal/ground/calendar"
	"sanad/internal/ground/fail"
)

type timelineCmd struct {
	Entity   string `help:"Only dates of this thing, by its id or name, and of things that refer to it." placeholder:"E"`
	Alone    bool   `help:"With --entity: not of those that refer to it."`
	From     string `help:"Only what can have been on this day or later; in any calendar." placeholder:"DATE"`
	To       string `help:"Only what can have been on this day or earlier." placeholder:"DATE"`
	Kind     string `help:"Only dates of things of this kind, such as Event." placeholder:"K"`
	Property string `help:"Only dates of this property, such as death_date." placeholder:"P"`
	Case     string `help:"Only this investigation." placeholder:"C"`
	Calendar string `help:"The calendar that dates are shown in, and --from and --to read in if they do not tell: solar, hijri or gregorian." placeholder:"CALENDAR"`
	All      bool   `help:"Also what was withdrawn."`
	Limit    int    `help:"At most so many dates." placeholder:"N"`
}

// momentView is something that is said to have happened. Its first claim
// stands beside all of them.
type momentView struct {
	Claim    string       `json:"claim"`
	Entity   string       `json:"entity"`
	Schema   string       `json:"schema"`
	Name     string       `json:"name"`
	Property string       `json:"property"`
	Date     *dateView    `json:"date"`    // null: the date was not read
	Shown    string       `json:"shown"`   // in the calendar that was asked for
	Also     string       `json:"also"`    // in the source's own
	Notes    []string     `json:"notes"`   // what is loose about it
	Sources  []sourceView `json:"sources"` // one a claim
	Placed   bool         `json:"placed"`  // a day of it is known
}

type sourceView struct {
	Claim    string         `json:"claim"`
	Original string         `json:"original"`
	Says     []claim.Teller `json:"says"`
	Said     string         `json:"said,omitempty"` // when the first teller said it
	Standing claim.Standing `json:"standing"`
	Grade    string         `json:"grade"`
	Flags    []string       `json:"flags"`
	Index    int64          `json:"index"`
}

func (c *timelineCmd) Run(s *session) error {
	q, in, err := c.query()
	if err != nil {
		return err
	}
	tables, err := words.Load()
	if err != nil {
		return err
	}
	out := &momentsOut{s: s, in: in, all: c.All, table: tables[words.English], names: map[string]string{}}
	return s.with(func(a *Opened) error {
		err := s.look(a, func(st flow.State) error {
			if c.Entity != "" {
				e, err := flow.FindThing(s.ctx, st, "", c.Entity)
				if err != nil {
					return err
				}
				q.Entity = e.ID
				crowded, err := q.Crowded(s.ctx, st)
				if err != nil {
					return err
				}
				if crowded {
					s.notef("more than %d things refer to %s: the timeline has the dates of the first of them; use --kind, or --alone", flow.MaxEntities, e.ID)
				}
			}
			return flow.Timeline(s.ctx, st, q, func(m flow.Moment) error {
				if c.Limit > 0 && out.n == c.Limit {
					return flow.ErrEnough
				}
				return out.take(st, m)
			})
		})
		if err != nil {
			return err
		}
		return out.end()
	})
}

// query reads the flags.
func (c *timelineCmd) query() (q flow.TimelineQuery, in calendar.Calendar, err error) {
	q = flow.TimelineQuery{Case: c.Case, Alone: c.Alone, Kind: c.Kind, Property: c.Property}
	in = calendar.Gregorian
	if c.Calendar != "" {
		if in, err = calendar.ParseCalendar(c.Calendar); err != nil {
			return q, in, err
		}
	}
	if c.From != "" {
		span, err := flow.ReadSpan(c.From, "", c.Calendar)
		if err != nil {
			return q, in, err
		}
		if d, ok := span.Earliest.Known(); ok {
			q.From = &d
		}
	}
	if c.To != "" {
		span, err := flow.ReadSpan(c.To, "", c.Calendar)
		if err != nil {
			return q, in, err
		}
		if d, ok := span.Latest.Known(); ok {
			q.To = &d
		}
	}
	if q.From != nil && q.To != nil && *q.From > *q.To {
		return q, in, fail.New(fail.Usage, "the time from %s to %s ends before it begins", q.From, q.To).Do("give the earlier day as --from")
	}
	return q, in, nil
}

// momentsOut writes moments as they come: one list, or lines for people.
type momentsOut struct {
	s     *session
	in    calendar.Calendar
	table *words.Table
	names map[string]string
	n     int
	all   bool // also what was withdrawn
	gone  int  // claims that were left out
}

func (o *momentsOut) take(st flow.State, m flow.Moment) error {
	if !o.all {
		stand := slices.DeleteFunc(slices.Clone(m.Claims), func(c claim.Claim) bool { return !c.Standing.Stands() })
		o.gone += len(m.Claims) - len(stand)
		if m.Claims = stand; len(stand) == 0 {
			return nil
		}
	}
	v, err := o.view(st, m)
	if err != nil {
		return err
	}
	if o.n++; !o.s.JSON {
		v.tell(o.s)
		return nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	return o.write(map[bool]string{true: "[", false: ",\n"}[o.n == 1] + string(b))
}

func (o *momentsOut) end() error {
	if o.gone > 0 {
		o.s.notef("left out: %s; --all lists them too", many(int64(o.gone), "claim that was withdrawn", "claims that were withdrawn"))
	}
	switch {
	case !o.s.JSON && o.n == 0:
		o.s.sayf("no date is claimed that could be shown")
		return nil
	case !o.s.JSON:
		return nil
	case o.n == 0:
		return o.write("[]\n")
	}
	return o.write("]\n")
}

func (o *momentsOut) write(text string) error {
	o.s.printed = true
	if _, err := fmt.Fprint(o.s.Out, text); err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	return nil
}

// maxNames bounds how many names are remembered.
const maxNames = 10_000

func (o *momentsOut) view(st flow.State, m flow.Moment) (momentView, error) {
	if len(o.names) > maxNames {
		clear(o.names)
	}
	if err := flow.Names(o.s.ctx, st, []string{m.Entity}, o.names); err != nil {
		return momentView{}, err
	}
	v := momentView{Claim: m.Claims[0].Made.Claim, Entity: m.Entity, Schema: m.Schema, Name: o.names[m.Entity], Property: m.Property, Date: viewDate(m.Date),
		Shown: m.Claims[0].Value, Notes: []string{}, Placed: m.Placed}
	if v.Date != nil {
		shown := value.Date(o.table, *m.Date, o.in)
		v.Shown, v.Also, v.Notes = shown.Text, shown.Also, append(v.Notes, shown.Notes...)
	}
	for _, c := range m.Claims {
		source := sourceView{Claim: c.Made.Claim, Original: c.Original, Says: append([]claim.Teller{}, c.Says...), Standing: c.Standing,
			Grade: c.SourceGrade + c.InfoGrade, Flags: append([]string{}, c.Flags...), Index: c.Index}
		if len(c.Says) > 0 {
			source.Said = c.Says[0].Date
		}
		v.Sources = append(v.Sources, source)
	}
	return v, nil
}

func (v momentView) tell(s *session) {
	notes := before("  ! ", strings.Join(v.Notes, ", "))
	if v.Date == nil {
		notes = "  ! not read as a date"
	}
	s.sayf("%s%s%s", plainly(v.Shown), surround(" (", plainly(v.Also), ")"), notes)
	s.sayf("  %s %s%s: %s", v.Schema, v.Entity, before(" ", v.Name), v.Property)
	for _, src := range v.Sources {
		who := ""
		if len(src.Says) > 0 {
			who = src.Says[0].Who + before(" ", src.Said)
		}
		s.sayf("  %s  [%s%s]  \"%s\"%s", src.Claim, src.Standing, before(", ", src.Grade), oneLine(src.Original), before("  ", who))
	}
}

// plainly drops the marks that keep directions apart on a page: a terminal is
// shown none.
func plainly(text string) string {
	return strings.NewReplacer("\u2068", "", "\u2069", "").Replace(text)
}

func surround(open, text, end string) string {
	if text == "" {
		return ""
	}
	return open + text + end
}
