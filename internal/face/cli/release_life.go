package cli

import (
	"fmt"

	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/flow"
)

type releaseDeliverCmd struct {
	Release string `arg:"" help:"The release."`
	To      string `help:"Whom it was handed to; the recipient it was decided for if not given." placeholder:"RECIPIENT"`
	How     string `required:"" help:"By which way: a drive by hand, a portal."`
	Date    string `help:"The day, YYYY-MM-DD; today if not given." placeholder:"DAY"`
	Bundle  string `help:"Which bundle, by the first digits of its manifest's SHA-256; the newest if not given." placeholder:"SHA256"`
	Note    string `help:"What else must be known."`
}

// deliveryView is a hand-over.
type deliveryView struct {
	Release   string      `json:"release"`
	Manifest  custody.Sum `json:"manifest"`
	Recipient string      `json:"recipient"`
	How       string      `json:"how"`
	Date      string      `json:"date"`
	Note      string      `json:"note,omitempty"`
	By        string      `json:"by"`
	Index     int64       `json:"index"`
}

func viewDelivery(d disclosure.Delivery) deliveryView {
	return deliveryView{d.Release, d.Manifest, d.Recipient, d.How, d.Date, d.Note, d.Actor, d.Index}
}

func (v deliveryView) tell(s *session) {
	s.sayf("  %s: %s handed to %s, %s (bundle %s)", v.Date, v.Release, v.Recipient, v.How, v.Manifest.String()[:12])
}

func (c *releaseDeliverCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		f, err := flow.Deliver(s.ctx, a.Archive, a.Actor, disclosure.Delivered{Release: c.Release, Recipient: c.To, How: c.How, Date: s.dayOr(c.Date), Note: c.Note}, c.Bundle)
		if err != nil {
			return err
		}
		return s.look(a, func(st flow.State) error {
			all, err := st.Deliveries(s.ctx, f.Release)
			if err != nil {
				return err
			}
			v := viewDelivery(all[len(all)-1])
			return s.answer(v, func() { v.tell(s) })
		})
	})
}

// lifeView is how a release stands.
type lifeView struct {
	Release   string          `json:"release"`
	State     disclosure.Life `json:"state"`
	Successor string          `json:"successor,omitempty"`
	Notice    string          `json:"notice,omitempty"`
	Tell      []string        `json:"tell"` // recipients that have it
}

func showLife(s *session, a *Opened, id string) error {
	return s.look(a, func(st flow.State) error {
		r, err := st.Release(s.ctx, id)
		if err != nil {
			return err
		}
		handed, err := st.Deliveries(s.ctx, id)
		if err != nil {
			return err
		}
		v := lifeView{Release: id, State: r.Life(len(handed)), Successor: r.Successor, Tell: recipientsOf(handed)}
		if r.Recalled != nil {
			v.Notice = r.Recalled.Notice
		}
		return s.answer(v, func() {
			s.sayf("%s is %s%s", id, v.State, before(" by ", v.Successor))
			for _, name := range v.Tell {
				s.sayf("  %s has it, and must be told", name)
			}
			if v.Notice != "" {
				s.sayf("what they are told, with its proof: sanad release notice %s --out FOLDER", id)
			}
		})
	})
}

func recipientsOf(handed []disclosure.Delivery) []string {
	names, seen := []string{}, map[string]bool{}
	for _, d := range handed {
		if !seen[d.Recipient] {
			seen[d.Recipient] = true
			names = append(names, d.Recipient)
		}
	}
	return names
}

type releaseSupersedeCmd struct {
	Release string `arg:"" help:"The release."`
	By      string `required:"" help:"The later release that takes its place." placeholder:"RELEASE"`
	Reason  string `help:"Why."`
}

func (c *releaseSupersedeCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		if err := flow.Supersede(s.ctx, a.Archive, a.Actor, disclosure.SupersededBy{Release: c.Release, By: c.By, Reason: c.Reason}); err != nil {
			return err
		}
		return showLife(s, a, c.Release)
	})
}

type releaseRecallCmd struct {
	Release string `arg:"" help:"The release."`
	Reason  string `required:"" help:"Why; it stays inside."`
	Notice  string `required:"" help:"What those who have it are told."`
}

func (c *releaseRecallCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		if err := flow.Recall(s.ctx, a.Archive, a.Actor, disclosure.Recalled{Release: c.Release, Reason: c.Reason, Notice: c.Notice}); err != nil {
			return err
		}
		return showLife(s, a, c.Release)
	})
}

type releaseNoticeCmd struct {
	Release string `arg:"" help:"The release that was recalled."`
	Out     string `required:"" help:"The new folder to write." placeholder:"FOLDER"`
}

// noticeView is a notice that was written, and whom it is for.
type noticeView struct {
	Release string       `json:"release"`
	Notice  string       `json:"notice"`
	Path    string       `json:"path"`
	Tell    []string     `json:"tell"`
	Proofs  []provedView `json:"proofs"`
}

// noticeText is the notice as people read it. What is proved stands beside it.
func noticeText(n noticeView) string {
	return "The release " + n.Release + " was recalled. dossier.json, site.json or export.json in a folder names the release it is of.\n\n" +
		n.Notice + "\n\nThese words are proved by the files beside: sanad-verify FOLDER\n"
}

func (c *releaseNoticeCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		n, err := flow.NoticeOf(s.ctx, a.Archive, a.Actor, c.Release)
		if err != nil {
			return err
		}
		out := noticeView{Release: c.Release, Notice: n.Release.Recalled.Notice, Tell: append([]string{}, n.Tell...)}
		for _, p := range n.Proofs {
			out.Proofs = append(out.Proofs, provedView{p.Index, p.Kind, p.Disclosure, string(p.Proof)})
		}
		if out.Path, err = writeProofs(s, a, c.Out, n.Proofs, noticeText(out)); err != nil {
			return err
		}
		return s.answer(out, func() {
			s.sayf("written to %s; whoever gets it can check it: sanad-verify %s", out.Path, out.Path)
			for _, name := range out.Tell {
				s.sayf("  send it to %s", name)
			}
			if len(out.Tell) == 0 {
				s.sayf("  no hand-over is recorded: whom it must reach is not known here")
			}
		})
	})
}

type releaseHoldersCmd struct {
	ID string `arg:"" help:"An item, a claim, an entity, a finding, or a release."`
}

// holdersView answers "who has record X?".
type holdersView struct {
	ID       string       `json:"id"`
	Kind     string       `json:"kind"`
	Holdings []heldByView `json:"holdings"`
	Unlisted []string     `json:"unlisted"` // releases with bundles of which it is not known
}

// heldByView is one bundle that holds it.
type heldByView struct {
	Release   string          `json:"release"`
	State     disclosure.Life `json:"state"`
	Successor string          `json:"successor,omitempty"`
	Audience  string          `json:"audience"`
	Manifest  custody.Sum     `json:"manifest"`
	Built     int64           `json:"built"`           // entry
	Entry     int64           `json:"entry,omitempty"` // of the version of it that left
	As        string          `json:"as,omitempty"`    // of an item: original, copy or name
	Copy      *custody.Sum    `json:"copy,omitempty"`
	Handed    []deliveryView  `json:"handed"`
	Changes   []changedView   `json:"changes"`
	Tell      bool            `json:"tell"` // somebody has it who must be told
}

// changedView is what was recorded of it since the bundle was built.
type changedView struct {
	Event string         `json:"event"`
	Of    disclosure.Ref `json:"of"`
	ID    string         `json:"id,omitempty"`
	Index int64          `json:"index"`
}

func viewHeldBy(h flow.Holding) heldByView {
	v := heldByView{Release: h.Release.Requested.Release, State: h.Release.Life(len(h.Handed)), Successor: h.Release.Successor, Audience: h.Release.Audience, Manifest: h.Build.Manifest,
		Built: h.Build.Index, Entry: h.Held.Index, As: h.Held.As, Copy: h.Held.Copy, Handed: []deliveryView{}, Changes: []changedView{}, Tell: h.Told()}
	for _, d := range h.Handed {
		v.Handed = append(v.Handed, viewDelivery(d))
	}
	for _, c := range h.Changes {
		v.Changes = append(v.Changes, changedView(c))
	}
	return v
}

func (c *releaseHoldersCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		who, err := flow.WhoHasIt(s.ctx, a.Archive, a.Actor, c.ID)
		if err != nil {
			return err
		}
		out := holdersView{ID: who.ID, Kind: who.Kind, Holdings: []heldByView{}, Unlisted: []string{}}
		for _, h := range who.Holdings {
			out.Holdings = append(out.Holdings, viewHeldBy(h))
		}
		for _, b := range who.Unlisted {
			out.Unlisted = append(out.Unlisted, b.Release)
		}
		return s.answer(out, func() { out.tell(s) })
	})
}

func (v holdersView) tell(s *session) {
	s.sayf("%s %s left in %s", v.Kind, v.ID, many(int64(len(v.Holdings)), "bundle", "bundles"))
	for _, h := range v.Holdings {
		as := before(" as ", h.As)
		if h.Entry > 0 {
			as += fmt.Sprintf(", by entry %d", h.Entry)
		}
		s.sayf("%s  [%s%s] for %s%s (bundle %s)", h.Release, h.State, before(" by ", h.Successor), h.Audience, as, h.Manifest.String()[:12])
		for _, d := range h.Handed {
			d.tell(s)
		}
		if len(h.Handed) == 0 {
			s.sayf("  no hand-over is recorded")
		}
		for _, c := range h.Changes {
			s.sayf("  ! since: %s of %s%s (entry %d)", c.Event, c.Of, before(", ", c.ID), c.Index)
		}
		if h.Tell {
			s.sayf("  ! tell them")
		}
	}
	for _, id := range v.Unlisted {
		s.sayf("%s: its bundle is from before there were lists of contents: whether it holds this is not known", id)
	}
}
