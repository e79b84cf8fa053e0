package desk

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"sanad/internal/core/ledger"
	"sanad/internal/core/witness"
	"sanad/internal/flow"
)

type ledgerPage struct {
	frame
	pager
	Checkpoint string
	Size       int64
	Root       string
	Events     []flow.Recorded
	Cosigned   []cosigner // the newest first
	Stamped    []witness.StampedNow
}

// cosigner is a witness's word as a row shows it.
type cosigner struct {
	Name string
	witness.CosignedNow
}

// vouchedRows is how many of the newest words of others a page shows, of each sort.
const vouchedRows = 20

// readVouched reads what others said of checkpoints.
func (p *ledgerPage) readVouched(ctx context.Context, s *sight) error {
	cosigned, err := s.Cosigned(ctx, flow.VouchQuery{Limit: vouchedRows})
	if err != nil {
		return err
	}
	for _, c := range cosigned {
		name, _, _ := strings.Cut(c.Witness, "+")
		p.Cosigned = append(p.Cosigned, cosigner{name, c})
	}
	p.Stamped, err = s.Stamped(ctx, flow.VouchQuery{Limit: vouchedRows})
	return err
}

func showLedger(ctx context.Context, v *visit) (view, error) {
	before, err := v.index("before")
	if err != nil {
		return nil, err
	}
	p := &ledgerPage{}
	return p, v.look(ctx, func(ctx context.Context, s *sight) error {
		signed, err := s.Checkpoint(ctx)
		if err != nil {
			return err
		}
		c, err := ledger.CheckpointText(signed)
		if err != nil {
			return err
		}
		p.Checkpoint, p.Size, p.Root = string(signed), c.Size, c.Root.String()
		if err := p.readVouched(ctx, s); err != nil {
			return err
		}
		if before < 0 || before > c.Size {
			before = c.Size
		}
		var next int64
		if p.Events, next, err = s.newest(ctx, before, pageRows); err != nil {
			return err
		}
		p.pager = v.part("before", "")
		if next > 0 {
			p.pager = v.part("before", strconv.FormatInt(next, 10))
		}
		return nil
	})
}

// newestStep and newestMost bound how far back one page looks for entries
// the actor may know: the next page goes on from there.
const (
	newestStep = 200
	newestMost = 5000
)

// newest gives up to want entries before an entry, newest first, and before
// which entry to go on; 0 at the beginning of the ledger.
func (v *sight) newest(ctx context.Context, before int64, want int) (out []flow.Recorded, next int64, err error) {
	for end, least := before, before-newestMost; end > 0 && end > least; {
		start := max(0, end-newestStep)
		var window []flow.Recorded
		err := v.Events(ctx, start, end, func(e flow.Recorded) error {
			window = append(window, e)
			return nil
		})
		if err != nil {
			return nil, 0, err
		}
		slices.Reverse(window)
		for _, e := range window {
			if len(out) == want {
				return out, out[want-1].Index, nil
			}
			out = append(out, e)
		}
		end, next = start, start
	}
	return out, next, nil
}

// sendCheckpoint gives the signed checkpoint as witnesses read it.
func sendCheckpoint(w http.ResponseWriter, v *visit) error {
	var signed []byte
	err := v.look(v.r.Context(), func(ctx context.Context, s *sight) (err error) {
		signed, err = s.Checkpoint(ctx)
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err = w.Write(signed)
	return err
}
