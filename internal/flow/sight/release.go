package sight

import (
	"context"

	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
)

// knowsRelease reports whether the actor may know of a release. One names nothing
// that is sealed, and its plan counts what it withholds, as its public pages will;
// but for one that lets out what is sealed: that there is any is for those alone
// who may see it in the case.
func (v *Sight) knowsRelease(r disclosure.Release) bool {
	return v.whole || v.Knows() && (!r.Sealed || v.actor.MaySeeIn(r.Case, guard.Sealed))
}

// Release implements flow.State.
func (v *Sight) Release(ctx context.Context, id string) (disclosure.Release, error) {
	r, err := v.State.Release(ctx, id)
	if err == nil && !v.knowsRelease(r) {
		return disclosure.Release{}, absent("release", id)
	}
	if err != nil || v.whole {
		return r, err
	}
	return apart(ctx, r, v.State, v.knowsRelease)
}

// Releases implements flow.State.
func (v *Sight) Releases(ctx context.Context, caseName string) (known []disclosure.Release, err error) {
	all, err := v.State.Releases(ctx, caseName)
	for _, r := range all {
		if err != nil || !v.knowsRelease(r) {
			continue
		}
		if !v.whole {
			r, err = apart(ctx, r, v.State, v.knowsRelease)
		}
		known = append(known, r)
	}
	return known, err
}

// apart takes from a release the names of those before and after it that are not
// known.
func apart(ctx context.Context, r disclosure.Release, s flow.State, known func(disclosure.Release) bool) (disclosure.Release, error) {
	for _, id := range []*string{&r.Renews, &r.Successor} {
		if *id == "" {
			continue
		}
		other, err := s.Release(ctx, *id)
		if notThere(err) != nil {
			return r, err
		}
		if err != nil || !known(other) {
			*id = ""
		}
	}
	return r, nil
}

// ReleaseHistory implements flow.State.
func (v *Sight) ReleaseHistory(ctx context.Context, id string) ([]int64, error) {
	if _, err := v.Release(ctx, id); err != nil {
		return nil, err
	}
	return v.State.ReleaseHistory(ctx, id)
}

// Builds implements flow.State.
func (v *Sight) Builds(ctx context.Context, release string) ([]disclosure.Build, error) {
	if _, err := v.Release(ctx, release); err != nil {
		return nil, err
	}
	return v.State.Builds(ctx, release)
}

// Deliveries implements flow.State.
func (v *Sight) Deliveries(ctx context.Context, release string) ([]disclosure.Delivery, error) {
	return deliveriesOf(ctx, v, v.State, release)
}

// deliveriesOf gives the hand-overs that s tells, of releases that seen knows.
func deliveriesOf(ctx context.Context, seen, s flow.State, release string) (known []disclosure.Delivery, err error) {
	if release != "" {
		if _, err := seen.Release(ctx, release); err != nil {
			return nil, err
		}
		return s.Deliveries(ctx, release)
	}
	all, err := s.Deliveries(ctx, "")
	if err != nil {
		return nil, err
	}
	mine := map[string]bool{}
	for _, d := range all {
		if _, asked := mine[d.Release]; !asked {
			_, err := seen.Release(ctx, d.Release)
			if notThere(err) != nil {
				return nil, err
			}
			mine[d.Release] = err == nil
		}
		if mine[d.Release] {
			known = append(known, d)
		}
	}
	return known, nil
}

// Release implements flow.State.
func (f *fence) Release(ctx context.Context, id string) (disclosure.Release, error) {
	r, err := f.all.Release(ctx, id)
	if err == nil && !f.reads(r.Case) {
		return disclosure.Release{}, absent("release", id)
	}
	return r, err
}

// Releases implements flow.State.
func (f *fence) Releases(ctx context.Context, caseName string) (mine []disclosure.Release, err error) {
	one, some := f.only(caseName)
	if !some {
		return nil, nil
	}
	all, err := f.all.Releases(ctx, one)
	for _, r := range all {
		if f.reads(r.Case) {
			mine = append(mine, r)
		}
	}
	return mine, err
}

// ReleaseHistory implements flow.State.
func (f *fence) ReleaseHistory(ctx context.Context, id string) ([]int64, error) {
	if _, err := f.Release(ctx, id); err != nil {
		return nil, err
	}
	return f.all.ReleaseHistory(ctx, id)
}

// Builds implements flow.State.
func (f *fence) Builds(ctx context.Context, release string) ([]disclosure.Build, error) {
	if _, err := f.Release(ctx, release); err != nil {
		return nil, err
	}
	return f.all.Builds(ctx, release)
}

// Deliveries implements flow.State.
func (f *fence) Deliveries(ctx context.Context, release string) ([]disclosure.Delivery, error) {
	return deliveriesOf(ctx, f, f.all, release)
}
