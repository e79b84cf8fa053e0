package flow

import (
	"context"
	"strings"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// Deliver records that a bundle of a release was handed over: the one whose
// manifest's sum begins so, or the newest.
func Deliver(ctx context.Context, a *Archive, actor guard.Actor, f disclosure.Delivered, bundle string) (disclosure.Delivered, error) {
	err := onRelease(ctx, a, actor, f.Release, func(ctx context.Context, s State, r disclosure.Release) ([]ledger.Fact, error) {
		builds, err := s.Builds(ctx, f.Release)
		if err != nil {
			return nil, err
		}
		if len(builds) == 0 {
			return nil, fail.New(fail.Refused, "the release %s was not built: there is nothing to hand over", f.Release).Do("build it: sanad release build %s", f.Release)
		}
		if f.Manifest, err = manifestOf(builds, bundle); err != nil {
			return nil, err
		}
		if f.Recipient == "" {
			f.Recipient = r.Recipient
		}
		if f.Recipient == "" {
			return nil, fail.New(fail.Usage, "whom the release %s was handed to is not told", f.Release).Do("give --to RECIPIENT; describe one: sanad recipient describe")
		}
		to, err := s.Recipient(ctx, f.Recipient)
		if err != nil {
			return nil, err
		}
		if err := f.Check(); err != nil {
			return nil, usage(err)
		}
		ended, err := endedOn(ctx, s, f.Release)
		if err != nil {
			return nil, err
		}
		return []ledger.Fact{f}, r.MayDeliver(builds, to, f.Date, ended, f.Manifest)
	})
	return f, err
}

// endedOn gives the day on which a release was recalled or another took its place,
// whichever came first.
func endedOn(ctx context.Context, s State, release string) (string, error) {
	history, err := s.ReleaseHistory(ctx, release)
	if err != nil {
		return "", err
	}
	for _, index := range history {
		e, err := s.Event(ctx, index)
		if fail.Of(err) == fail.NotFound {
			continue // by a release that the actor may not know of
		}
		if err != nil {
			return "", err
		}
		if e.Kind == (disclosure.Recalled{}).Kind() || e.Kind == (disclosure.SupersededBy{}).Kind() {
			return e.Time.UTC().Format(time.DateOnly), nil
		}
	}
	return "", nil
}

// Supersede records that a later release takes the place of one. A release that
// was asked for to renew another does it by being built.
func Supersede(ctx context.Context, a *Archive, actor guard.Actor, f disclosure.SupersededBy) error {
	return onRelease(ctx, a, actor, f.Release, func(ctx context.Context, s State, r disclosure.Release) ([]ledger.Fact, error) {
		if err := f.Check(); err != nil {
			return nil, usage(err)
		}
		by, err := s.Release(ctx, f.By)
		if err != nil {
			return nil, err
		}
		return []ledger.Fact{f}, r.MaySupersede(by)
	})
}

// renewing gives the fact that a release which is being built takes the place of
// the one it renews, unless that one has ended already.
func renewing(ctx context.Context, s State, r disclosure.Release) ([]ledger.Fact, error) {
	if r.Renews == "" {
		return nil, nil
	}
	before, err := s.Release(ctx, r.Renews)
	if err != nil || before.Successor != "" || before.Recalled != nil {
		return nil, err
	}
	r.Builds++
	return []ledger.Fact{disclosure.SupersededBy{Release: r.Renews, By: r.Requested.Release}}, before.MaySupersede(r)
}

// Recall records that those who have a release are asked to give it back or
// destroy it, and what they are told. It takes one person: to stop harm must not
// wait for a second.
func Recall(ctx context.Context, a *Archive, actor guard.Actor, f disclosure.Recalled) error {
	return onRelease(ctx, a, actor, f.Release, func(ctx context.Context, s State, r disclosure.Release) ([]ledger.Fact, error) {
		if err := f.Check(); err != nil {
			return nil, usage(err)
		}
		return []ledger.Fact{f}, r.MayRecall()
	})
}

// onRelease records facts about a release by who approves releases of its case.
func onRelease(ctx context.Context, a *Archive, actor guard.Actor, id string, decide func(context.Context, State, disclosure.Release) ([]ledger.Fact, error)) error {
	if err := actor.May(guard.ToApprove); err != nil {
		return err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		r, err := releaseFor(ctx, s, actor, id)
		if err != nil {
			return nil, err
		}
		return decide(ctx, s, r)
	})
	return err
}

// Notice is what those who have a release that was recalled are told, with the
// proof of it.
type Notice struct {
	Release disclosure.Release
	Tell    []string // recipients it was handed to, each once
	Proofs  []Proved // that it was built, and that it was recalled
}

// NoticeOf gives the notice of a recall. Its proofs show which release was
// recalled, what its recipients are told and when; the reason stays inside.
func NoticeOf(ctx context.Context, a *Archive, actor guard.Actor, id string) (n Notice, err error) {
	if err := actor.May(guard.ToApprove); err != nil {
		return n, err
	}
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		if n.Release, err = releaseFor(ctx, s, actor, id); err != nil {
			return err
		}
		if n.Release.Recalled == nil {
			return fail.New(fail.Refused, "the release %s was not recalled: there is nothing to tell", id).Do("recall it: sanad release recall %s --reason TEXT --notice TEXT", id)
		}
		if n.Tell, err = toldOf(ctx, s, id); err != nil {
			return err
		}
		n.Proofs, err = noticeProofs(ctx, s, id)
		return err
	})
	return n, err
}

func toldOf(ctx context.Context, s State, release string) (names []string, err error) {
	handed, err := s.Deliveries(ctx, release)
	seen := map[string]bool{}
	for _, d := range handed {
		if !seen[d.Recipient] {
			seen[d.Recipient] = true
			names = append(names, d.Recipient)
		}
	}
	return names, err
}

func noticeProofs(ctx context.Context, s State, release string) (out []Proved, err error) {
	history, err := s.ReleaseHistory(ctx, release)
	if err != nil {
		return nil, err
	}
	under, err := pin(ctx, s)
	if err != nil {
		return nil, err
	}
	tree, err := s.Tree(ctx)
	if err != nil {
		return nil, err
	}
	for _, index := range history {
		e, err := s.Event(ctx, index)
		if fail.Of(err) == fail.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		if e.Kind != (disclosure.Built{}).Kind() && e.Kind != (disclosure.Recalled{}).Kind() {
			continue
		}
		p, err := proveOne(ctx, s, tree, under, index, false)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// manifestOf gives the newest bundle of a release, or that whose manifest's sum
// begins so.
func manifestOf(builds []disclosure.Build, begins string) (custody.Sum, error) {
	if begins == "" {
		return builds[len(builds)-1].Manifest, nil
	}
	var found []custody.Sum
	for _, b := range builds {
		if strings.HasPrefix(b.Manifest.String(), begins) {
			found = append(found, b.Manifest)
		}
	}
	if len(begins) < 6 || len(found) != 1 {
		return custody.Sum{}, fail.New(fail.Usage, "%q names no bundle of the release, or several", begins).Do("give at least the first 6 digits of the SHA-256 of its manifest")
	}
	return found[0], nil
}
