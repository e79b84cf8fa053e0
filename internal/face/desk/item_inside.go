package desk

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/flow"
)

// insideRow is an item inside the one that is shown.
type insideRow struct {
	custody.Acquired
	Inner string // its name inside
}

// insideShown is how many of an item's members its page shows at a time.
const insideShown = 25

// inside lists what was taken out of the item, a part at a time.
func (p *itemPage) inside(ctx context.Context, s *sight, v *visit) error {
	after, err := v.index("inside")
	if err != nil {
		return err
	}
	last := int64(-1)
	return flow.Walked(s.Members(ctx, p.Item.Sum, func(f custody.Acquired, index int64) error {
		if index <= after {
			return nil
		}
		if len(p.Inside) == insideShown {
			query := url.Values{"inside": {strconv.FormatInt(last, 10)}}
			p.InsideMore = "/items/" + p.Item.Sum.String() + "?" + query.Encode() + "#inside"
			return flow.ErrEnough
		}
		last = index
		p.Inside = append(p.Inside, insideRow{f, innerName(f.Name.Text, p.Item.Name.Text)})
		return nil
	}))
}

// innerName gives the name of an item inside another, without the other's.
func innerName(name, parent string) string {
	if inner := strings.TrimPrefix(name, parent+"/"); inner != "" {
		return inner
	}
	return name
}
