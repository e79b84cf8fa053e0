package desk

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"

	"sanad/internal/core/claim"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
)

type repliesPage struct {
	frame
	pager
	Cases   []caseLine
	Entity  claim.Entity // whose they are, if one was asked for
	Replies []replyRow
	Today   string
	MayHear bool
}

// replyRow is a question with the name of whom it was put to.
type replyRow struct {
	disclosure.Reply
	Name           string
	Heard, Overdue bool
	MayRecord      bool
}

func showReplies(ctx context.Context, v *visit) (view, error) {
	p := &repliesPage{Today: v.today(), MayHear: v.actor.May(guard.ToHear) == nil}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		entity := v.query("entity")
		if entity != "" {
			if p.Entity, err = s.Entity(ctx, entity); err != nil {
				return err
			}
		} else if p.Cases, err = v.caseLines(ctx, s, true, v.query("case")); err != nil {
			return err
		}
		before, err := v.index("before")
		if err != nil {
			return err
		}
		all, err := s.Replies(ctx, v.query("case"), entity)
		if err != nil {
			return err
		}
		p.Replies, p.pager, err = v.replyRows(ctx, s, all, before)
		return err
	})
}

// replyRows gives questions, the newest first, from before an entry on.
func (v *visit) replyRows(ctx context.Context, s *sight, all []disclosure.Reply, before int64) (rows []replyRow, at pager, err error) {
	next := ""
	slices.Reverse(all)
	for _, q := range all {
		if before >= 0 && q.Index >= before {
			continue
		}
		if len(rows) == pageRows {
			next = strconv.FormatInt(rows[pageRows-1].Index, 10)
			break
		}
		e, err := s.Entity(ctx, q.Entity)
		if err != nil {
			return nil, at, err
		}
		rows = append(rows, replyRow{q, cmp.Or(e.Name, e.ID), q.Heard(v.today()), q.Overdue(v.today()), q.MayRecord() == nil && v.mayIn(q.Case, guard.ToHear)})
	}
	return rows, v.part("before", next), nil
}

// askReply records that somebody was asked, or with a reason why not.
func askReply(ctx context.Context, v *visit) (string, error) {
	asked := disclosure.ReplyAsked{Entity: v.field("entity"), Date: v.today(), Waived: v.field("waived")}
	if asked.Waived == "" {
		asked.Date, asked.How, asked.Points, asked.Due = cmp.Or(v.field("date"), v.today()), v.field("how"), v.field("points"), v.field("due")
	}
	_, err := flow.AskReply(ctx, v.archive(), v.actor, asked)
	return "/replies?" + url.Values{"entity": {asked.Entity}, "done": {"reply-asked"}}.Encode(), err
}

func recordReply(ctx context.Context, v *visit) (string, error) {
	f := disclosure.ReplyGiven{Reply: v.r.PathValue("reply"), Date: cmp.Or(v.field("date"), v.today()), Answer: v.field("answer"), None: v.field("none") != ""}
	err := flow.RecordReply(ctx, v.archive(), v.actor, f, v.field("passage"))
	return "/replies?" + url.Values{"entity": {v.field("entity")}, "done": {"reply-recorded"}}.Encode(), err
}

// weighClaim records which way a claim speaks in what somebody is accused of.
func weighClaim(ctx context.Context, v *visit) (string, error) {
	id := v.r.PathValue("claim")
	err := flow.WeighClaim(ctx, v.archive(), v.actor, disclosure.Weighed{Claim: id, Entity: v.field("entity"), Bearing: disclosure.Bearing(v.field("bearing")), Reason: v.field("reason")})
	return "/claims/" + id + "?done=weighed", err
}

// bearingsOf gives the claims that speak for and against somebody, as they were
// weighed last.
func bearingsOf(ctx context.Context, s *sight, entity, caseName string) (by map[disclosure.Bearing][]claim.Claim, err error) {
	weighed, err := s.Weighed(ctx, caseName)
	by = map[disclosure.Bearing][]claim.Claim{}
	for _, w := range weighed {
		if err != nil || w.Entity != entity || w.Bearing == disclosure.Neither || len(by[w.Bearing]) == dossierBeside {
			continue
		}
		var c claim.Claim
		if c, err = s.Claim(ctx, w.Claim); err == nil && c.Standing.Stands() {
			by[w.Bearing] = append(by[w.Bearing], c)
		}
	}
	return by, err
}
