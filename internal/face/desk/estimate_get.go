package desk

import (
	"context"
	"net/http"

	"sanad/internal/flow"
)

// sendEstimateTable gives the table that a report was computed from, with its
// drawings, as the command that computes it again reads it.
func sendEstimateTable(w http.ResponseWriter, v *visit) error {
	return v.sendPart(w, "text/csv; charset=utf-8", "table.csv", func(p flow.PartEstimate) []byte { return p.TableCSV })
}

// sendEstimateReport gives a report byte for byte as it was kept.
func sendEstimateReport(w http.ResponseWriter, v *visit) error {
	return v.sendPart(w, "application/json", "report.json", func(p flow.PartEstimate) []byte { return p.ReportJSON })
}

// sendPart gives bytes of a part to be saved, never to be shown.
func (v *visit) sendPart(w http.ResponseWriter, mediaType, name string, of func(flow.PartEstimate) []byte) error {
	var data []byte
	err := v.look(v.r.Context(), func(ctx context.Context, s *sight) error {
		read, at, err := v.estimateAsked(ctx, s)
		if err != nil {
			return err
		}
		data = of(read.Results[at])
		return v.mayGet(read, at)
	})
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Security-Policy", boxed)
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, err = w.Write(data)
	return err
}
