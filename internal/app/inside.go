package app

import (
	"context"
	"fmt"

	"sanad/internal/core/custody"
	"sanad/internal/face/cli"
	"sanad/internal/flow"
)

// lookInside finds what waits for a person: accessions that were interrupted,
// items nobody read, four eyes that are only two.
func lookInside(ctx context.Context, s flow.State) ([]cli.Finding, error) {
	tree, err := s.Tree(ctx)
	if err != nil {
		return nil, err
	}
	findings := []cli.Finding{{Name: "ledger", OK: true, Detail: fmt.Sprintf("%d entries", tree.Size())}}
	err = s.Accessions(ctx, "", func(a custody.Accession) error {
		if !a.Closed {
			findings = append(findings, cli.Finding{Name: "accession " + a.ID, Detail: fmt.Sprintf("interrupted after %d items", a.Items), Do: "go on with: sanad add --resume " + a.ID + " PATH..."})
		}
		return nil
	})
	if err != nil {
		return findings, err
	}
	unread, err := s.CountUnread(ctx)
	if err != nil {
		return findings, err
	}
	if unread > 0 {
		findings = append(findings, cli.Finding{Name: "reading", OK: true, Detail: fmt.Sprintf("%d items wait to be read", unread), Do: "run sanad process"})
	}
	users, err := s.Users(ctx)
	if err != nil {
		return findings, err
	}
	active := 0
	for _, u := range users {
		if !u.Disabled {
			active++
		}
	}
	f := cli.Finding{Name: "accounts", OK: active >= 2, Detail: fmt.Sprintf("%d that may act", active)}
	if !f.OK {
		f.Do = "a release needs two people: sanad user add NAME --role publisher"
	}
	return append(findings, f), nil
}
