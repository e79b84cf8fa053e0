package cli

import (
	"strings"

	"sanad/internal/core/count"
	"sanad/internal/core/estimate"
	"sanad/internal/core/linkage"
	"sanad/internal/flow"
	"sanad/internal/ground/calendar"
	"sanad/internal/ground/fail"
)

type estimateCmd struct {
	Make     estimateMakeCmd     `cmd:"" default:"withargs" help:"Estimate a total from the overlap of lists, and record it if asked to."`
	List     estimateListCmd     `cmd:"" help:"List what was estimated and recorded, also what was withdrawn or replaced."`
	Show     estimateShowCmd     `cmd:"" help:"Show a recorded estimate with its author, its reviews and all its figures."`
	Confirm  estimateConfirmCmd  `cmd:"" help:"Say, as a second person, that you weighed it and agree."`
	Dispute  estimateDisputeCmd  `cmd:"" help:"Say, as a second person, that you do not agree."`
	Withdraw estimateWithdrawCmd `cmd:"" help:"Say that an estimate no longer holds; it stays readable."`
	Export   estimateExportCmd   `cmd:"" help:"Write what an outsider computes it again from: table, report and the command."`
	Codes    estimateCodesCmd    `cmd:"" help:"Say what each code of a warning means, and the signs beside it."`
	Check    estimateCheckCmd    `cmd:"" help:"Compute it again from the kept table, and compare bit by bit."`
}

type estimateMakeCmd struct {
	Case     string   `help:"The investigation." default:"main"`
	Event    string   `help:"Only people connected with this event: its id or its name." placeholder:"EVENT"`
	By       string   `help:"Estimate each stratum of this field as well; sanad count --help lists them." placeholder:"FIELD"`
	Level    string   `help:"How sure linking must be that rows are one person: judged, certain, probable (the default), possible. Rows that were never linked are linked for this question alone; judged is the default where they are too many for that." enum:",judged,certain,probable,possible" default:""`
	Calendar string   `help:"Of months and years: solar, hijri, gregorian." default:"gregorian" enum:"solar,hijri,gregorian"`
	Lists    []string `help:"A list to be weighed, by name; may be given more than once, all of people if not at all." sep:"none" placeholder:"NAME"`
	Merge    []string `help:"Lists that are taken for one, because one copies the other: NAME=NAME." sep:"none" placeholder:"A=B"`
	Method   []string `help:"Of loglinear, dga, lcmcr, chao, chapman; the range of the first three if not given." placeholder:"METHOD"`
	Seed     uint64   `help:"Of what is drawn by chance; the same seed gives the same figures." default:"1" placeholder:"N"`
	Quick    bool     `help:"Leave out the tests that take one list away."`
	Table    string   `help:"Estimate from a CSV of overlaps instead: a column of 0 and 1 a list, and one named count; one named drawing may number drawings of who is one person." placeholder:"CSV"`
	Report   string   `help:"Also write the report, as an archive keeps it, to this file." placeholder:"FILE"`
	Open     bool     `help:"Count only what lies under no seal, although you may see more: everybody may then know the estimate."`

	Record   bool     `help:"Record the estimate, to be reviewed by another person; needs the checklist, --same."`
	Note     string   `help:"What to know of it, in your words."`
	Same     []string `help:"Are all lists about the same population, period, place, violation? Each of the four: WHAT=yes, no or unknown, and a remark after a colon." sep:"none" placeholder:"WHAT=ANSWER"`
	Replaces string   `help:"The recorded estimate it takes the place of." placeholder:"ID"`
}

func (c *estimateMakeCmd) Run(s *session) error {
	req, err := c.request()
	if err != nil {
		return err
	}
	if c.Table != "" {
		return c.ofTable(s, req)
	}
	return s.with(func(a *Opened) error {
		if c.Event != "" {
			err := s.look(a, func(st flow.State) error {
				e, err := flow.FindThing(s.ctx, st, "Event", c.Event)
				req.Event = e.ID
				return err
			})
			if err != nil {
				return err
			}
		}
		open, whole, err := a.OfCase(s.ctx, req.Case)
		if err != nil {
			return err
		}
		run, err := flow.Estimate(s.ctx, open, whole, a.Actor, req, s.progress())
		return c.finish(s, run, err)
	})
}

func (c *estimateMakeCmd) ofTable(s *session, req flow.EstimateRequest) error {
	data, err := s.readSmall(c.Table)
	if err != nil {
		return fail.New(fail.Usage, "reading the table: %w", err)
	}
	t, drawings, err := count.ParseTables(data)
	if err != nil {
		return fail.New(fail.Usage, "the table %s: %w", c.Table, err)
	}
	run, err := flow.EstimateTable(s.ctx, t, drawings, req, s.progress())
	return c.finish(s, run, err)
}

func (c *estimateMakeCmd) request() (flow.EstimateRequest, error) {
	in, err := calendar.ParseCalendar(c.Calendar)
	if err != nil {
		return flow.EstimateRequest{}, err
	}
	req := flow.EstimateRequest{Case: c.Case, Event: c.Event, By: c.By, Level: linkage.Certainty(c.Level), Calendar: in, Lists: c.Lists, Seed: c.Seed, Quick: c.Quick, Open: c.Open}
	for _, m := range c.Method {
		req.Methods = append(req.Methods, estimate.Method(strings.TrimSpace(m)))
	}
	for _, group := range c.Merge {
		req.Merge = append(req.Merge, strings.Split(group, "="))
	}
	if !c.Record {
		if c.Note != "" || c.Replaces != "" || len(c.Same) > 0 {
			return req, fail.New(fail.Usage, "a note, a checklist and what is replaced are of an estimate that is recorded").Do("add --record")
		}
		return req, nil
	}
	list, err := checklistOf(c.Same)
	req.Record = &flow.EstimateRecord{Note: c.Note, Replaces: c.Replaces, Checklist: list}
	return req, err
}

// checklistOf reads WHAT=ANSWER:REMARK of each condition, in whatever order.
func checklistOf(same []string) (count.Checklist, error) {
	said := map[count.Condition]count.Checked{}
	for _, text := range same {
		what, answer, _ := strings.Cut(text, "=")
		answer, remark, _ := strings.Cut(answer, ":")
		line := count.Checked{Condition: count.Condition(strings.TrimSpace(what)), Answer: count.Answer(strings.TrimSpace(answer)), Remark: strings.TrimSpace(remark)}
		if _, twice := said[line.Condition]; twice {
			return nil, fail.New(fail.Usage, "the checklist answers %q twice", line.Condition)
		}
		said[line.Condition] = line
	}
	var list count.Checklist
	for _, condition := range count.Conditions() {
		if line, ok := said[condition]; ok {
			list = append(list, line)
			delete(said, condition)
		}
	}
	for other := range said {
		return nil, fail.New(fail.Usage, "the checklist has no %q", other).Do("say of population, period, place and violation: --same WHAT=yes, no or unknown")
	}
	if err := list.Check(); err != nil {
		return nil, fail.New(fail.Usage, "%w", err).Do("give --same WHAT=yes, no or unknown for each of the four")
	}
	return list, nil
}

// finish tells what was estimated, or why it was not.
func (c *estimateMakeCmd) finish(s *session, run flow.EstimateRun, err error) error {
	if s.ctx.Err() != nil && run.Estimate == "" {
		return fail.New(fail.Failed, "the estimate was stopped: nothing was recorded")
	}
	if err != nil {
		return err
	}
	if c.Report != "" {
		if err := s.files().Write(c.Report, run.Results[0].ReportJSON); err != nil {
			return err
		}
	}
	out, err := viewTotals(run.Estimated, run.Results, run.Warnings)
	if err != nil {
		return err
	}
	return s.answer(out, func() { out.tell(s) })
}
