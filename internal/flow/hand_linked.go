package flow

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
	"sanad/internal/format/jsonld"
)

// The file of an export as JSON-LD, and of one whose lines are documents.
const (
	HandGraph      = "graph.jsonld"
	HandGraphLines = "graph.ndjsonld"
)

// linked writes what leaves as JSON-LD: things and claims in the words of schema.org
// and RDF, the places they rest on as Web Annotation selects them, and in PROV-O
// where originals and readings come from.
func (h *handout) linked(ctx context.Context) error {
	name := HandGraph
	if h.req.Lines {
		name = HandGraphLines
	}
	for _, p := range h.parts {
		if err := h.canonical(ctx, p); err != nil {
			return err
		}
	}
	return h.file(name, func(w io.Writer) error {
		buffered := bufio.NewWriterSize(w, 64<<10)
		out, err := jsonld.NewWriter(buffered, h.req.Lines)
		if err != nil {
			return err
		}
		err = h.nodes(ctx, func(n jsonld.Node) error {
			h.told.Items++
			return out.Write(n)
		})
		return errors.Join(err, out.Close(), buffered.Flush())
	})
}

func (h *handout) nodes(ctx context.Context, put func(jsonld.Node) error) error {
	err := h.walk(ctx, "writing claims", all, func(p *handPart, _ *handThing, s Subject) error {
		if err := put(thingNode(p, s)); err != nil {
			return err
		}
		for _, c := range s.Claims {
			if err := put(claimNode(p, c)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, p := range h.parts {
		err := errors.Join(
			h.documents(ctx, p, func(d handDocument) error { return h.documentNodes(ctx, p, d, put) }),
			h.judged(ctx, p, func(j person.Judgement) error { return put(judgementNode(j)) }))
		if err != nil {
			return err
		}
	}
	return nil
}

func thingID(id string) string { return "urn:sanad:entity:" + id }
func claimID(id string) string { return "urn:sanad:claim:" + id }
func itemID(name string) string {
	return "urn:sanad:item:" + name
}
func entryID(index int64) string { return "urn:sanad:entry:" + strconv.FormatInt(index, 10) }

// schemaType gives the class of schema.org that a kind of thing is of, besides its
// own: "" for none.
func schemaType(kind string) string {
	switch kind {
	case "Person", "Event", "Place":
		return "schema:" + kind
	case "Organisation", "Group":
		return "schema:Organization"
	case "Site":
		return "schema:Place"
	case "Document", "Publication":
		return "schema:CreativeWork"
	case "Correspondence":
		return "schema:Message"
	case "Post":
		return "schema:Occupation"
	case "Tenure":
		return "schema:EmployeeRole"
	}
	return ""
}

func thingNode(p *handPart, s Subject) jsonld.Node {
	types := []string{"sanad:" + s.Schema}
	if t := schemaType(s.Schema); t != "" {
		types = append(types, t)
	}
	n := jsonld.Node{"@id": thingID(s.Entity.ID), "@type": types, "sanad:case": p.name}
	var names []any
	for _, c := range s.Claims {
		if c.Property == "name" {
			names = append(names, jsonld.Text(c.Lang, c.Value))
		}
	}
	switch {
	case len(names) > 0:
		n["schema:name"] = names
	case s.Name != "":
		n["sanad:pseudonym"] = s.Name
	}
	if same := p.same[s.Entity.ID]; same != "" && same != s.Entity.ID {
		n["sanad:judgedSameAs"] = jsonld.Ref(thingID(same))
	}
	return n
}

func claimNode(p *handPart, c claim.Claim) jsonld.Node {
	n := jsonld.Node{"@id": claimID(c.Made.Claim), "@type": []string{"rdf:Statement", "schema:Claim", "prov:Entity"},
		"sanad:case": p.name, "sanad:entry": c.Index, "rdf:subject": jsonld.Ref(thingID(c.Entity)),
		"rdf:predicate": jsonld.Ref("sanad:" + c.Schema + "." + c.Property), "sanad:standing": string(c.Standing)}
	switch {
	case c.ValueEntity != "":
		n["rdf:object"] = jsonld.Ref(thingID(c.ValueEntity))
		set(n, "sanad:value", c.Value)
	case c.Date != nil:
		n["rdf:object"] = jsonld.Typed("http://id.loc.gov/datatypes/edtf/EDTF", c.Date.EDTF)
		set(n, "sanad:calendar", c.Date.Calendar)
	default:
		n["rdf:object"] = jsonld.Text(c.Lang, c.Value)
	}
	if c.Original != c.Value {
		n["sanad:original"] = jsonld.Text(c.Lang, c.Original)
	}
	set(n, "sanad:sourceGrade", c.SourceGrade)
	set(n, "sanad:informationGrade", c.InfoGrade)
	set(n, "sanad:reason", c.Reason)
	if len(c.Flags) > 0 {
		n["sanad:flag"] = c.Flags
	}
	for _, g := range c.Grounds {
		n["sanad:grounds"] = append(list(n["sanad:grounds"]), g.Flag+": "+g.Text)
	}
	if q := c.Quantity; q != nil {
		n["sanad:quantity"] = quantityNode(*q)
	}
	if v := c.Valid; v != nil {
		held := jsonld.Node{}
		set(held, "sanad:from", v.From)
		set(held, "sanad:to", v.To)
		set(held, "sanad:asOf", v.AsOf)
		n["sanad:valid"] = held
	}
	if c.Shape != nil {
		n["sanad:shape"] = c.Shape.String()
	}
	if len(c.Says) > 0 {
		n["sanad:says"] = jsonld.Node{"@list": tellerNodes(c.Says)}
	}
	for _, at := range c.Passages {
		n["prov:wasDerivedFrom"] = append(list(n["prov:wasDerivedFrom"]), passageNode(at))
	}
	return n
}

func list(v any) []any {
	l, _ := v.([]any)
	return l
}

func set(n jsonld.Node, word, value string) {
	if value != "" {
		n[word] = value
	}
}

func quantityNode(q claim.Quantity) jsonld.Node {
	n := jsonld.Node{"@type": "schema:QuantitativeValue", "sanad:counts": q.Kind, "sanad:comparator": string(q.Comparator)}
	set(n, "schema:unitText", q.Unit)
	set(n, "sanad:scope", q.Scope)
	if q.Low != nil {
		n["schema:minValue"] = *q.Low
	}
	if q.High != nil {
		n["schema:maxValue"] = *q.High
	}
	return n
}

func tellerNodes(says []claim.Teller) (out []any) {
	for _, t := range says {
		n := jsonld.Node{"@type": "prov:Agent"}
		set(n, "schema:name", t.Who)
		set(n, "sanad:verb", t.Verb)
		set(n, "sanad:medium", t.Medium)
		set(n, "sanad:occasion", t.Occasion)
		set(n, "sanad:date", t.Date)
		if t.Entity != "" {
			n["@id"] = thingID(t.Entity)
		}
		out = append(out, n)
	}
	return out
}

// passageNode is a specific resource (Web Annotation data model 4): the quote, and
// the page, cell or time it stands at.
func passageNode(p text.Passage) jsonld.Node {
	n := jsonld.Node{"@type": "oa:SpecificResource", "oa:hasSelector": []any{
		jsonld.Node{"@type": "oa:TextQuoteSelector", "oa:exact": p.Quote},
		jsonld.Node{"@type": "oa:FragmentSelector", "rdf:value": p.Selector.String()},
	}}
	if !p.Item.IsZero() {
		n["oa:hasSource"] = itemID(p.Item.String())
	}
	if !p.Rendition.IsZero() {
		n["sanad:rendition"] = jsonld.Ref("urn:sanad:rendition:" + p.Rendition.String())
	}
	return n
}

// documentNodes writes an original, the act by which it came into custody, and the
// readings that claims which leave rest on.
func (h *handout) documentNodes(ctx context.Context, p *handPart, d handDocument, put func(jsonld.Node) error) error {
	n := jsonld.Node{"@id": itemID(d.Name), "@type": []string{"schema:DigitalDocument", "prov:Entity"}, "sanad:case": p.name, "sanad:leavesAs": d.How}
	set(n, "sanad:reason", d.Reason)
	if !d.Sum.IsZero() {
		n["schema:sha256"] = d.Sum.String()
	}
	if d.How != asIs {
		return put(n)
	}
	set(n, "schema:encodingFormat", d.Item.MediaType)
	n["schema:contentSize"] = strconv.FormatInt(d.Item.Bytes, 10)
	if d.Parent != nil {
		n["schema:isPartOf"] = jsonld.Ref(itemID(d.Parent.String()))
	}
	if d.Entry >= 0 {
		n["prov:wasGeneratedBy"] = entryID(d.Entry)
		if err := h.activity(ctx, d.Entry, jsonld.Node{"schema:description": "taken into custody"}, put); err != nil {
			return err
		}
	}
	if err := put(n); err != nil {
		return err
	}
	return h.readingNodes(ctx, p, d.Sum, put)
}

// activity writes the act that an entry records: what was done and when, not by whom.
func (h *handout) activity(ctx context.Context, index int64, n jsonld.Node, put func(jsonld.Node) error) error {
	e, err := h.s.Event(ctx, index)
	if err != nil {
		return err
	}
	n["@id"], n["@type"] = entryID(index), "prov:Activity"
	n["prov:endedAtTime"] = e.Time.UTC().Format(time.RFC3339)
	return put(n)
}

func (h *handout) readingNodes(ctx context.Context, p *handPart, item custody.Sum, put func(jsonld.Node) error) error {
	readings, err := h.s.Renditions(ctx, item)
	if err != nil {
		return err
	}
	told := map[custody.Sum]bool{}
	for _, r := range readings {
		if !p.renditions[r.Sum] || !p.leavesEvent(r.Index) || told[r.Sum] {
			continue
		}
		told[r.Sum] = true
		engine := "urn:sanad:engine:" + strings.Join(strings.Fields(r.Engine+" "+r.Version), "-")
		err := errors.Join(
			put(jsonld.Node{"@id": engine, "@type": "prov:SoftwareAgent", "schema:name": r.Engine, "schema:softwareVersion": r.Version}),
			h.activity(ctx, r.Index, jsonld.Node{"schema:description": "read", "prov:used": itemID(item.String()), "prov:wasAssociatedWith": engine}, put),
			put(jsonld.Node{"@id": "urn:sanad:rendition:" + r.Sum.String(), "@type": "prov:Entity", "prov:wasDerivedFrom": []any{jsonld.Ref(itemID(item.String()))},
				"prov:wasGeneratedBy": entryID(r.Index), "schema:sha256": r.Sum.String(), "sanad:form": r.Form}))
		if err != nil {
			return err
		}
	}
	return nil
}

func judgementNode(j person.Judgement) jsonld.Node {
	n := jsonld.Node{"@id": entryID(j.Index), "@type": []string{"sanad:Judgement", "prov:Entity"},
		"sanad:left": jsonld.Ref(thingID(j.Left)), "sanad:right": jsonld.Ref(thingID(j.Right)), "sanad:verdict": string(j.Verdict)}
	set(n, "sanad:relation", j.Relation)
	set(n, "sanad:reason", j.Reason)
	return n
}
