package cli

import (
	"context"

	"sanad/internal/core/custody"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type processCmd struct {
	Retry bool   `help:"Also try again what failed before."`
	Item  string `help:"Only this item." placeholder:"ID"`
}

type processFailure struct {
	Item  string `json:"item"`
	Step  string `json:"step"`
	Error string `json:"error"`
}

type processed struct {
	Done    int64            `json:"done"`
	Failed  []processFailure `json:"failed"`
	Pending int64            `json:"pending"`
}

func (c *processCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		req := flow.ProcessRequest{Retry: c.Retry}
		if c.Item != "" {
			item, err := findItem(s, a, c.Item)
			if err != nil {
				return err
			}
			req.Item = &item.Sum
		}
		out, err := process(s, a, req)
		if err != nil {
			return err
		}
		if err := s.answer(out, func() { tellProcessed(s, out) }); err != nil {
			return err
		}
		if len(out.Failed) > 0 {
			return fail.New(fail.Partial, "%s could not be read", many(int64(len(out.Failed)), "item", "items")).Do("each is named with its reason; sanad process --retry tries again")
		}
		return nil
	})
}

func process(s *session, a *Opened, req flow.ProcessRequest) (processed, error) {
	out := processed{Failed: []processFailure{}}
	progress := s.progress()
	err := flow.Process(s.ctx, a.Whole, a.Actor, req, func(p flow.Processed) error {
		if p.Error != "" {
			out.Failed = append(out.Failed, processFailure{p.Item.Sum.String(), p.Step, p.Error})
		} else {
			out.Done++
		}
		progress("reading", out.Done+int64(len(out.Failed)), 0)
		return nil
	})
	if err != nil {
		return out, err
	}
	err = s.look(a, func(st flow.State) (err error) {
		out.Pending, err = st.CountUnread(s.ctx)
		return err
	})
	return out, err
}

func tellProcessed(s *session, out processed) {
	s.sayf("read %s", many(out.Done, "item", "items"))
	for _, f := range out.Failed {
		s.sayf("failed: %s: %s: %s", f.Item[:12], f.Step, f.Error)
	}
	if out.Pending > 0 {
		s.sayf("%s still to be read", many(out.Pending, "item is", "items are"))
	}
}

// look reads the state of one moment.
func (s *session) look(a *Opened, read func(flow.State) error) error {
	return a.Book.Look(s.ctx, func(_ context.Context, st flow.State) error { return read(st) })
}

// findItem finds the item a person means.
func findItem(s *session, a *Opened, id string) (item custody.Item, err error) {
	err = s.look(a, func(st flow.State) error {
		item, err = flow.FindItem(s.ctx, st, a.Actor, id)
		return err
	})
	return item, err
}
