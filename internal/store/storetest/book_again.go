package storetest

import (
	"context"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/flow"
)

// testAgain: what was read only while it was sealed waits to be read again once
// it is sealed no more, and nothing else does.
func testAgain(t *testing.T, b *books) {
	b.begin()
	b.put(Samples()...)
	sum := sampleSealed()
	waits := func(when string, should ...custody.Sum) {
		t.Helper()
		err := b.Look(context.Background(), func(ctx context.Context, s flow.State) error {
			var sums []custody.Sum
			items, err := s.Unread(ctx, flow.UnreadQuery{Again: true, After: -1, Limit: 10})
			for _, i := range items {
				sums = append(sums, i.Sum)
			}
			want(t, "what waits "+when, sums, should, err)
			if len(should) == 0 || should[0] == sum { // to who sees all cases, what is read for one is read
				n, err := s.CountUnread(ctx)
				want(t, "how many wait "+when, n, int64(len(should)), err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	waits("while it is sealed")
	b.put(custody.Acquired{Accession: "a-1", Item: sum, Bytes: 7, MediaType: "text/csv", Name: custody.NameOf("again.csv")})
	waits("once it came openly", sum)
	b.put(text.Read{Item: sum, Step: text.StepOCR, Engine: "tesseract", Version: "5", Rendition: sampleRendition(), Form: text.Pages, Parts: 1})
	waits("after its pictures were read", sum)
	b.put(text.Read{Item: sum, Engine: "sanad-sheet", Version: "1", Rendition: sampleRendition(), Form: text.Rows, Parts: 1})
	waits("after it was read")
	b.put(custody.Acquired{Accession: "a-2", Item: sampleItem(), Bytes: 19, MediaType: "text/plain", Name: custody.NameOf("also sealed.txt")},
		custody.Acquired{Accession: "a-1", Item: sum, Bytes: 7, MediaType: "text/csv", Name: custody.NameOf("third.csv")})
	waits("after it came to another case, of which somebody is a member", sampleItem())
	b.put(text.Read{Item: sampleItem(), Engine: "sanad-plain", Version: "1", Rendition: sampleRendition(), Form: text.Pages, Parts: 2})
	waits("after it was read for that one too")
}
