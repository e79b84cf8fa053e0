package app

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/intake"
	"sanad/internal/face/memorial"
	"sanad/internal/flow"
	"sanad/internal/store/disk"
)

const demoSite = "demo/site"

// hiddenInDemo is a prisoner whose family is still in the country: he is met under a
// pseudonym, and hidden in the paper that names him.
const hiddenInDemo = "person/sattar"

// terms are what is agreed and asked before anything leaves: who the recipient is,
// what somebody's family asked, and what the accused say to it.
func (d *demonstration) terms(ctx context.Context) error {
	now := time.Now()
	day, due := now.UTC().AddDate(0, -3, 0).Format(time.DateOnly), now.UTC().AddDate(0, -1, 0).Format(time.DateOnly)
	if err := flow.DescribeRecipient(ctx, d.p.archive, d.founder, disclosure.RecipientDescribed{Recipient: "invented-prosecutor", Title: "An invented prosecutor", Body: disclosure.AProsecutor, Place: "a country that does not exist",
		FairTrial: disclosure.Yes, DeathPenalty: disclosure.No, InAbsentia: disclosure.Yes, Grounds: "a written assurance, invented like all else here"}); err != nil {
		return err
	}
	if _, err := flow.LayCondition(ctx, d.p.archive, d.founder, disclosure.ConditionLaid{Case: flow.DefaultCase, On: disclosure.Ref{On: disclosure.OnEntity, ID: d.entities[hiddenInDemo]},
		Nameless: true, Reason: "his family is in the country and asked that his name stay inside"}); err != nil {
		return err
	}
	if _, err := flow.GiveConsent(ctx, d.p.archive, d.founder, disclosure.ConsentGiven{Case: flow.DefaultCase, On: disclosure.Ref{On: disclosure.OnEntity, ID: d.entities["person/hadi"]},
		Uses: []intake.Use{intake.ToKeep, intake.ToUN, intake.ToAnyProsecutor, intake.ToPublishNamed}, Form: disclosure.Written, Lang: "fa", Date: day, TakenBy: "founder", Words: "consent/1"}); err != nil {
		return err
	}
	asked, err := d.askTheAccused(ctx, day, due)
	if err != nil {
		return err
	}
	hidden, err := d.redact(ctx, now)
	if err != nil {
		return err
	}
	d.say("%d people who are accused were asked to reply; one family's wish hides a name in all that leaves, and %d places in the papers", asked, hidden)
	return nil
}

// askTheAccused puts to everybody who is accused what is said of them; nobody
// answers in time but the first.
func (d *demonstration) askTheAccused(ctx context.Context, day, due string) (int, error) {
	var accused []string
	err := d.p.archive.Book.Look(ctx, func(ctx context.Context, s flow.State) error {
		return s.Claims(ctx, flow.ClaimFilter{Case: flow.DefaultCase, Schema: "Involvement", Property: "person", After: -1}, func(c claim.Claim) error {
			if c.ValueEntity != "" && !slices.Contains(accused, c.ValueEntity) {
				accused = append(accused, c.ValueEntity)
			}
			return nil
		})
	})
	if err != nil {
		return 0, err
	}
	for i, id := range accused {
		asked, err := flow.AskReply(ctx, d.p.archive, d.founder, disclosure.ReplyAsked{Case: flow.DefaultCase, Entity: id, Date: day, Due: due,
			How: "a registered letter", Points: "what the papers say of your part, and on which pages"})
		if err != nil {
			return 0, err
		}
		given := disclosure.ReplyGiven{Reply: asked.Reply, Date: due, None: true}
		if i == 0 {
			given.None, given.Answer = false, "I was on leave, and signed what was laid before me."
		}
		if err := flow.RecordReply(ctx, d.p.archive, d.founder, given, ""); err != nil {
			return 0, err
		}
	}
	return len(accused), nil
}

// redact hides in every paper what is proposed to be hidden; in a real case a person
// looks at each proposal, and for what no machine finds.
func (d *demonstration) redact(ctx context.Context, now time.Time) (int, error) {
	var items []custody.Sum
	err := d.p.archive.Book.Look(ctx, func(ctx context.Context, s flow.State) error {
		return s.Claims(ctx, flow.ClaimFilter{Entity: d.entities[hiddenInDemo], After: -1}, func(c claim.Claim) error {
			for _, p := range c.Passages {
				if p.Selector.Cell == "" && !slices.Contains(items, p.Item) {
					items = append(items, p.Item)
				}
			}
			return nil
		})
	})
	places := 0
	for _, item := range items {
		req := flow.ProposeRequest{Item: item, Case: flow.DefaultCase, To: "invented-prosecutor"}
		found, one := flow.ProposeRedaction(ctx, d.p.archive, d.founder, req, now)
		if one == nil && len(found.Marks) > 0 {
			_, one = flow.AcceptProposed(ctx, d.p.archive, d.founder, req, found.Seen, nil, now)
			places += len(found.Marks)
		}
		if err == nil {
			err = one
		}
	}
	return places, err
}

// memorial is the public site of the same case, asked for and approved like the
// dossier.
func (d *demonstration) memorial(ctx context.Context) error {
	asked, withheld, err := flow.RequestRelease(ctx, d.p.archive, d.founder, flow.ReleaseRequest{
		Case: flow.DefaultCase, Title: "In memory of the Autumn (fictional)", Audience: "everybody", Reason: "to show how a memorial is made", Shape: disclosure.Site}, time.Now())
	if err != nil {
		return err
	}
	if err := flow.ApproveRelease(ctx, d.p.archive, d.reviewer, asked.Release, "read and agreed", time.Now()); err != nil {
		return err
	}
	folder, err := disk.NewRenewal(filepath.Join(d.p.dir, demoSite), disk.FolderOptions{Public: true})
	if err != nil {
		return err
	}
	built, err := flow.BuildSite(ctx, d.p.archive, d.founder, asked.Release, flow.SitePlace{}, time.Now(), memorial.Pages, folder)
	if err != nil {
		return fmt.Errorf("building the memorial: %w (and %v)", err, folder.Abort())
	}
	if err := folder.Finish(); err != nil {
		return err
	}
	d.say("memorial %s: %d records, %d withheld, %d files: open %s", asked.Release, built.Records, len(withheld), built.Files, relative(filepath.Join(d.p.dir, demoSite, "index.html")))
	return nil
}
