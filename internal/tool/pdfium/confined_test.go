package pdfium

import (
	"encoding/json"
	"strings"
	"testing"

	"sanad/internal/tool/sandbox"
)

// workerMemory is what a worker of the sandbox may hold.
const workerMemory = 400 << 20

func TestAWarmedEngineReadsBehindTheWalls(t *testing.T) {
	p := confined(t, sandbox.Config{Memory: workerMemory, Workers: 1})
	sample := read(t, "sample.pdf")
	for range 3 {
		out, err := run(p, "read", sample)
		if err != nil {
			t.Fatal(err)
		}
		var got found
		if err := json.Unmarshal(out, &got); err != nil {
			t.Fatal(err)
		}
		if got.Failure != "" || len(got.Problems) > 0 || len(got.Pages) != samplePages {
			t.Fatalf("%d pages, %q, %v", len(got.Pages), got.Failure, got.Problems)
		}
		if !strings.Contains(got.text(), "روستای سپیدچشمه رسیدند") {
			t.Error("the text is not the sample's")
		}
	}
	if out, err := run(p, "render", sample); err != nil || string(out) != "1275x1650" {
		t.Errorf("drawing behind the walls: %s, %v", out, err)
	}
	most := held(t, p)
	if most > workerMemory>>20 {
		t.Errorf("the child held %d MiB", most)
	}
	t.Logf("the most memory the child had: %d MiB", most)
}
