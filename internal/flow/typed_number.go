package flow

import (
	"cmp"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/ground/amount"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/position"
	"sanad/schema"
)

// readQuantity takes the quantity a person gave, or reads it from the value. A
// number that can't be read stays as it is written.
func readQuantity(p schema.Property, text string, req ClaimRequest) (*claim.Quantity, error) {
	if req.Quantity != nil && (req.Quantity.Low != nil || req.Quantity.High != nil) {
		q := *req.Quantity
		q.Kind = cmp.Or(strings.TrimSpace(q.Kind), kindOf(p))
		if q.Comparator == "" {
			q.Comparator = comparatorOf(q)
		}
		q.Unit = unitOf(q.Unit, req.Lang)
		return &q, nil
	}
	a, err := amount.Read(text)
	if err != nil {
		return nil, nil
	}
	q := claim.Quantity{Kind: kindOf(p), Comparator: claim.Comparator(a.Comparator), Low: a.Low, High: a.High, Unit: a.Unit}
	if g := req.Quantity; g != nil {
		q.Kind = cmp.Or(strings.TrimSpace(g.Kind), q.Kind)
		q.Unit, q.Scope = cmp.Or(unitOf(g.Unit, req.Lang), q.Unit), g.Scope
		if g.Comparator != "" && g.Comparator != q.Comparator {
			return nil, fail.New(fail.Usage, "%q reads as %s, not as %s", text, q, g.Comparator).Do("give the numbers: --low N --high N")
		}
	}
	return &q, nil
}

// unitOf gives the code of a unit that was given in words: "person", "people" and
// نفر are one, or their numbers would be no rivals.
func unitOf(unit, lang string) string {
	if code, ok := amount.Unit(unit, lang); ok {
		return code
	}
	return unit
}

// kindOf tells what a number counts where the property says it: an age counts
// years. A total about an event says it by itself or counts nothing known.
func kindOf(p schema.Property) string {
	if p.Name == "figure" || p.Name == "amount" {
		return "not stated"
	}
	return p.Name
}

// comparatorOf gives the comparator that the numbers alone tell.
func comparatorOf(q claim.Quantity) claim.Comparator {
	switch {
	case q.High == nil:
		return claim.AtLeast
	case q.Low == nil:
		return claim.AtMost
	case *q.Low == *q.High:
		return claim.Exactly
	}
	return claim.Between
}

// readShape takes the shape a person gave, or reads it from the value. It must
// have a precision: a bare point says more than any source knows.
func readShape(text string, req ClaimRequest) (*claim.Shape, error) {
	if req.Shape != nil && len(req.Shape.Points) > 0 {
		return req.Shape, nil
	}
	at, err := position.Read(text)
	if err != nil {
		return nil, nil
	}
	s := claim.Shape{Form: at.Form, Points: at.Points, Precision: at.Precision}
	if req.Shape != nil {
		s.Precision, s.Basis = cmp.Or(req.Shape.Precision, s.Precision), req.Shape.Basis
	}
	if s.Precision == 0 {
		return nil, fail.New(fail.Usage, "%q does not say how exact it is", text).Do("give the metres it may be off: --precision N, or write it behind: \"35.61, 51.40 ±500 m\"")
	}
	return &s, nil
}
