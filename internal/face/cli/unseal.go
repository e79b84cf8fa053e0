package cli

import (
	"encoding/json"
	"io"
	"strings"
	"time"

	"sanad/internal/core/intake"
	"sanad/internal/core/seal"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type unsealCmd struct {
	Request unsealRequestCmd `cmd:"" help:"Ask the key holders to open a sealed record."`
	List    unsealListCmd    `cmd:"" help:"List requests: who asked for what and why, and what became of it."`
	Show    unsealShowCmd    `cmd:"" help:"Show a request, and who can approve it."`
	Approve unsealApproveCmd `cmd:"" help:"Approve a request as a key holder, with the key or with a slip made elsewhere."`
	Slip    unsealSlipCmd    `cmd:"" help:"Print what a key holder needs to approve a request on a machine of their own."`
	Share   unsealShareCmd   `cmd:"" help:"On a key holder's own machine: make of a slip on standard input the slip that approves it. Needs no archive."`
	Refuse  unsealRefuseCmd  `cmd:"" help:"Refuse a request, which ends it."`
	Open    unsealOpenCmd    `cmd:"" help:"Open a record that enough key holders approved; it is recorded first."`
}

// unsealView is a request to open something.
type unsealView struct {
	Request   string       `json:"request"`
	Record    string       `json:"record"`
	Of        string       `json:"of"`
	What      string       `json:"what"`
	Called    string       `json:"called,omitempty"`
	Case      string       `json:"case"`
	For       string       `json:"for"`
	Reason    string       `json:"reason"`
	By        string       `json:"by"`
	Time      string       `json:"time"`
	Recipient string       `json:"recipient"`
	State     string       `json:"state"`
	Need      int          `json:"need"`
	Minutes   int          `json:"minutes"`
	Until     string       `json:"until,omitempty"`
	Approvals []unsealYes  `json:"approvals"`
	Refused   *unsealTurn  `json:"refused,omitempty"`
	Openings  []unsealTurn `json:"openings"`
	Holders   []string     `json:"holders,omitempty"` // of show: who has a share
	Index     int64        `json:"index"`
}

type unsealYes struct {
	Holder string `json:"holder"`
	By     string `json:"by"`
	Time   string `json:"time"`
}

type unsealTurn struct {
	By     string `json:"by"`
	Reason string `json:"reason,omitempty"`
	Time   string `json:"time"`
	Index  int64  `json:"index"`
}

func viewUnseal(r seal.Request, now time.Time) unsealView {
	v := unsealView{Request: r.Request, Record: r.Record, Of: r.Of, What: r.What, Called: r.Called, Case: r.Case, For: string(r.For), Reason: r.Reason, By: r.By, Time: stamp(r.At),
		Recipient: r.Recipient, State: string(r.State(now)), Need: r.Need, Minutes: r.Minutes, Index: r.Index, Approvals: []unsealYes{}, Openings: []unsealTurn{}}
	if until, ok := r.Until(); ok {
		v.Until = stamp(until)
	}
	for _, y := range r.Approvals {
		v.Approvals = append(v.Approvals, unsealYes{y.Holder, y.By, stamp(y.At)})
	}
	if r.Refusal != nil {
		v.Refused = &unsealTurn{r.Refusal.By, r.Refusal.Reason, stamp(r.Refusal.At), r.Refusal.Index}
	}
	for _, o := range r.Openings {
		v.Openings = append(v.Openings, unsealTurn{o.By, "", stamp(o.At), o.Index})
	}
	return v
}

func tellUnseal(s *session, v unsealView) {
	s.sayf("%s  [%s]  %s of %s%s, case %s%s", v.Request, v.State, v.What, v.Of, before(" called ", flat(v.Called)), v.Case, map[bool]string{true: ", to split it anew"}[v.For == string(seal.ToSplit)])
	s.sayf("  asked by %s at %s: %s", v.By, v.Time, flat(v.Reason))
	for _, y := range v.Approvals {
		s.sayf("  approved by the key holder %s (account %s) at %s", y.Holder, y.By, y.Time)
	}
	s.sayf("  %d of %d approvals%s", len(v.Approvals), v.Need, before("; can be opened until ", v.Until))
	for _, h := range v.Holders {
		s.sayf("  a share is held by %s", h)
	}
	if v.Refused != nil {
		s.sayf("  refused by %s at %s: %s", v.Refused.By, v.Refused.Time, flat(v.Refused.Reason))
	}
	for _, o := range v.Openings {
		s.sayf("  opened by %s at %s (entry %d)", o.By, o.Time, o.Index)
	}
}

// answerUnseal tells how a request stands.
func answerUnseal(s *session, a *Opened, request string) error {
	return s.look(a, func(st flow.State) error {
		r, err := st.Unsealing(s.ctx, request)
		if err != nil {
			return err
		}
		v := viewUnseal(r, s.Clock())
		return s.answer(v, func() { tellUnseal(s, v) })
	})
}

type unsealRequestCmd struct {
	Record    string `arg:"" help:"The sealed record (k-...), or what it belongs to: an accession, an identity."`
	Reason    string `required:"" help:"Why it must be opened: the key holders decide by it, and it stays in the ledger."`
	Out       string `help:"File for a key drawn for this request; the holders seal their shares to it." placeholder:"FILE"`
	Recipient string `help:"Instead of that, a public key made elsewhere (age1pq1...)."`
	Minutes   int    `help:"How long it can be opened after the last approval." default:"60"`
	Split     bool   `help:"To share its key anew among who holds keys now, and show it to nobody (sanad key resplit)."`
}

func (c *unsealRequestCmd) Run(s *session) error {
	if (c.Out == "") == (c.Recipient == "") {
		return fail.New(fail.Usage, "the key for the answer is missing, or given twice").Do("give --out FILE to draw one, or --recipient KEY")
	}
	if c.Recipient != "" {
		if err := s.CheckRecipient(c.Recipient); err != nil {
			return err
		}
	}
	return s.with(func(a *Opened) error {
		if err := s.look(a, func(st flow.State) error { _, err := flow.FindSealed(s.ctx, st, c.Record); return err }); err != nil {
			return err // before a key is drawn
		}
		req := flow.UnsealRequest{Record: c.Record, Reason: c.Reason, Recipient: c.Recipient, Minutes: c.Minutes, Split: c.Split}
		if c.Out != "" {
			recipient, err := s.NewHolder(c.Out)
			if err != nil {
				return err
			}
			req.Recipient = recipient
		}
		f, err := flow.RequestUnseal(s.ctx, a.Archive, a.Actor, req)
		if err != nil {
			return err
		}
		return answerUnseal(s, a, f.Request)
	})
}

type unsealListCmd struct {
	Case    string `help:"Only of this case."`
	Waiting bool   `help:"Only those that wait for approvals, or can be opened."`
}

func (c *unsealListCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			n := 0
			err := st.Unsealings(s.ctx, flow.UnsealFilter{Case: c.Case, After: -1}, func(r seal.Request) error {
				if state := r.State(s.Clock()); c.Waiting && state != seal.Waiting && state != seal.Ready {
					return nil
				}
				n++
				v := viewUnseal(r, s.Clock())
				return s.answer(v, func() { tellUnseal(s, v) })
			})
			if err == nil && n == 0 && !s.JSON {
				s.sayf("no request")
			}
			return err
		})
	})
}

type unsealShowCmd struct {
	Request string `arg:"" help:"The request."`
}

func (c *unsealShowCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			r, err := st.Unsealing(s.ctx, c.Request)
			if err != nil {
				return err
			}
			rec, err := st.Sealed(s.ctx, r.Record)
			if err != nil {
				return err
			}
			v := viewUnseal(r, s.Clock())
			for _, h := range rec.Envelope.Shares {
				v.Holders = append(v.Holders, h.Holder)
			}
			return s.answer(v, func() { tellUnseal(s, v) })
		})
	})
}

type unsealSlipCmd struct {
	Request string `arg:"" help:"The request."`
}

func (c *unsealSlipCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		slip, err := slipOf(s, a, c.Request)
		if err != nil {
			return err
		}
		return s.answerSlip(slip)
	})
}

func slipOf(s *session, a *Opened, request string) (slip seal.Slip, err error) {
	err = s.look(a, func(st flow.State) (err error) {
		slip, err = flow.UnsealSlip(s.ctx, st, a.Actor, request)
		return err
	})
	return slip, err
}

// slipView is a slip as text, with the request it is of.
type slipView struct {
	Request string `json:"request"`
	Slip    string `json:"slip"`
}

func (s *session) answerSlip(slip seal.Slip) error {
	text, err := slip.Text()
	if err != nil {
		return err
	}
	return s.answer(slipView{slip.Request, text}, func() { s.sayf("%s", text[:len(text)-1]) })
}

type unsealShareCmd struct {
	Key string `required:"" help:"File with the key holder's private key." placeholder:"FILE"`
}

func (c *unsealShareCmd) Run(s *session) error {
	identity, err := readKey(s, c.Key)
	if err != nil {
		return err
	}
	slip, err := readSlip(s.In)
	if err != nil {
		return err
	}
	s.notef("request %s by %s, of the record %s\nreason: %s\nthe share is sealed to %.40s…: whoever asks must read you the same; if they can't, send nothing",
		flat(slip.Request), flat(slip.By), flat(slip.Record), flat(slip.Reason), slip.Recipient)
	own, err := flow.ApprovingSlip(s.Sealer, slip, identity)
	if err != nil {
		return err
	}
	return s.answerSlip(own)
}

func readSlip(r io.Reader) (seal.Slip, error) {
	text, err := io.ReadAll(io.LimitReader(r, 4<<20))
	if err != nil {
		return seal.Slip{}, fail.New(fail.Failed, "reading the slip: %w", err)
	}
	return seal.ReadSlip(string(text))
}

type unsealApproveCmd struct {
	Request string `arg:"" help:"The request."`
	Key     string `help:"File with the key holder's private key." placeholder:"FILE"`
	Slip    string `help:"Instead of that, a file with the slip that sanad unseal share made." placeholder:"FILE"`
}

func (c *unsealApproveCmd) Run(s *session) error {
	if (c.Key == "") == (c.Slip == "") {
		return fail.New(fail.Usage, "the key holder's key or slip is missing").Do("give --key FILE, or --slip FILE")
	}
	return s.with(func(a *Opened) error {
		own, err := c.own(s, a)
		if err == nil && own.Request != c.Request {
			err = fail.New(fail.Usage, "this slip is of the request %s", flat(own.Request))
		}
		if err != nil {
			return err
		}
		if _, err := flow.ApproveUnseal(s.ctx, a.Archive, a.Actor, s.Clock(), own); err != nil {
			return err
		}
		return answerUnseal(s, a, c.Request)
	})
}

// own gives the slip of the holder who approves.
func (c *unsealApproveCmd) own(s *session, a *Opened) (seal.Slip, error) {
	if c.Slip != "" {
		f, err := s.files().Open(c.Slip)
		if err != nil {
			return seal.Slip{}, fail.New(fail.NotFound, "reading the slip: %w", err)
		}
		defer f.Close()
		return readSlip(f)
	}
	identity, err := readKey(s, c.Key)
	if err != nil {
		return seal.Slip{}, err
	}
	slip, err := slipOf(s, a, c.Request)
	if err != nil {
		return seal.Slip{}, err
	}
	return flow.ApprovingSlip(a.Sealer, slip, identity)
}

type unsealRefuseCmd struct {
	Request string `arg:"" help:"The request."`
	Reason  string `required:"" help:"Why."`
}

func (c *unsealRefuseCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		if err := flow.RefuseUnseal(s.ctx, a.Archive, a.Actor, s.Clock(), c.Request, c.Reason); err != nil {
			return err
		}
		return answerUnseal(s, a, c.Request)
	})
}

type unsealOpenCmd struct {
	Request string `arg:"" help:"The request."`
	Key     string `required:"" help:"File with the private key that the request was made with." placeholder:"FILE"`
}

func (c *unsealOpenCmd) Run(s *session) error {
	identity, err := readKey(s, c.Key)
	if err != nil {
		return err
	}
	return s.with(func(a *Opened) error {
		value, r, err := flow.OpenUnsealed(s.ctx, a.Archive, a.Actor, s.Clock(), c.Request, identity)
		if err != nil {
			return err
		}
		return s.answer(map[string]string{"request": r.Request, "record": r.Record, "of": r.Of, "what": r.What, "value": value}, func() { s.sayf("%s", opened(r.What, value)) })
	})
}

// opened writes what was opened for people: who handed something in answered a
// form, and that is kept as its fields.
func opened(what, value string) string {
	var fields []intake.Field
	if what != seal.Giver || json.Unmarshal([]byte(value), &fields) != nil {
		return value
	}
	var lines []string
	for _, f := range fields {
		lines = append(lines, f.Name+": "+strings.ReplaceAll(f.Value, "\n", "\n  "))
	}
	return strings.Join(lines, "\n")
}
