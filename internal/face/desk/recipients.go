package desk

import (
	"context"
	"slices"

	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
)

type recipientsPage struct {
	frame
	Recipients  []recipientRow
	MayDescribe bool
}

// recipientRow is a recipient with each gate it passes, fails or is flagged for.
type recipientRow struct {
	disclosure.Recipient
	Gates  []gateRow
	May    bool
	Handed []disclosure.Delivery
}

// gateRow is a gate: "passes", "fails" or "flag".
type gateRow struct {
	Bar   disclosure.Bar
	State string
}

func gatesOf(r disclosure.Recipient) (rows []gateRow, may bool) {
	fails, flags := r.Bars()
	for _, bar := range disclosure.BarsOf(r) {
		state := "passes"
		switch {
		case slices.Contains(fails, bar):
			state = "fails"
		case slices.Contains(flags, bar):
			state = "flag"
		}
		rows = append(rows, gateRow{bar, state})
	}
	return rows, len(fails) == 0
}

func showRecipients(ctx context.Context, v *visit) (view, error) {
	p := &recipientsPage{MayDescribe: v.actor.MayEverywhere(guard.ToApprove) == nil}
	return p, v.look(ctx, func(ctx context.Context, s *sight) error {
		all, err := s.Recipients(ctx)
		if err != nil {
			return err
		}
		handed, err := s.Deliveries(ctx, "")
		for _, r := range all {
			row := recipientRow{Recipient: r}
			row.Gates, row.May = gatesOf(r)
			for _, d := range handed {
				if d.Recipient == r.Recipient {
					row.Handed = append(row.Handed, d)
				}
			}
			p.Recipients = append(p.Recipients, row)
		}
		return err
	})
}

func describeRecipient(ctx context.Context, v *visit) (string, error) {
	answer := func(name string) disclosure.Answer { return disclosure.Answer(v.field(name)) }
	err := flow.DescribeRecipient(ctx, v.archive(), v.actor, disclosure.RecipientDescribed{Recipient: v.field("recipient"), Title: v.field("title"), Body: disclosure.Body(v.field("body")), Place: v.field("place"),
		FairTrial: answer("fair_trial"), DeathPenalty: answer("death_penalty"), InAbsentia: answer("in_absentia"), Grounds: v.field("grounds")})
	return "/recipients?done=recipient-described", err
}

// Bodies are the kinds that the form offers.
func (p *recipientsPage) Bodies() []disclosure.Body { return disclosure.Bodies() }

// Answers are what may be known of a court.
func (p *recipientsPage) Answers() []disclosure.Answer {
	return []disclosure.Answer{disclosure.Unknown, disclosure.Yes, disclosure.No}
}
