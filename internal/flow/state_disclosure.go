package flow

import (
	"context"

	"sanad/internal/core/disclosure"
)

// DisclosureState reads releases, and what decides on them.
type DisclosureState interface {
	Release(ctx context.Context, id string) (disclosure.Release, error)
	// Releases gives those of a case, or of all if it is empty, oldest first.
	Releases(ctx context.Context, caseName string) ([]disclosure.Release, error)
	// ReleaseHistory gives the entries that speak of the release.
	ReleaseHistory(ctx context.Context, id string) ([]int64, error)
	// Builds gives the bundles that were made of a release, oldest first.
	Builds(ctx context.Context, release string) ([]disclosure.Build, error)
	// Deliveries gives the hand-overs of a release, or of all if it is empty,
	// oldest first.
	Deliveries(ctx context.Context, release string) ([]disclosure.Delivery, error)
	// Recipient gives a recipient as it was described last.
	Recipient(ctx context.Context, name string) (disclosure.Recipient, error)
	// Recipients gives all, by name.
	Recipients(ctx context.Context) ([]disclosure.Recipient, error)
	// ReleaseTerms gives the consents and conditions recorded for a case, or for all if
	// it is empty, each oldest first. A consent that strangers gave at a door
	// holds for the accession their letter became.
	ReleaseTerms(ctx context.Context, caseName string) (disclosure.Terms, error)
	Consent(ctx context.Context, id string) (disclosure.Consent, error)
	Condition(ctx context.Context, id string) (disclosure.Condition, error)
	// Replies gives the questions put to those who are alleged to have done
	// something, oldest first; empty arguments do not narrow.
	Replies(ctx context.Context, caseName, entity string) ([]disclosure.Reply, error)
	Reply(ctx context.Context, id string) (disclosure.Reply, error)
	// Weighed gives what was said last of which way claims of a case speak, in
	// order of the ledger.
	Weighed(ctx context.Context, caseName string) ([]disclosure.Weighed, error)
}
