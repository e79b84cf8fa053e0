package pdfium

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sanad/internal/tool/sandbox"
)

func TestZZCorpus(t *testing.T) {
	p := confined(t, sandbox.Config{Memory: workerMemory, Workers: 1, Wall: 60 * time.Second})
	out, _ := os.Create(os.Getenv("OUT"))
	defer out.Close()
	files, _ := filepath.Glob(os.Getenv("CORPUS"))
	for _, f := range files {
		data, _ := os.ReadFile(f)
		start := time.Now()
		raw, err := run(p, "read", data)
		took := time.Since(start)
		var got found
		if err == nil {
			if err := json.Unmarshal(raw, &got); err != nil { t.Error(f, err) }
		}
		var probs []string
		for _, q := range got.Problems { probs = append(probs, q.Part+": "+q.Reason) }
		if len(probs) > 4 { probs = append(probs[:4], fmt.Sprint(len(probs), " in all")) }
		fmt.Fprintf(out, "%s\t%d\t%d ms\t%d pages\t%d chars\t%d members\terr=%v\tfail=%s\tproblems=%s\n", filepath.Base(f), len(data), took.Milliseconds(), len(got.Pages), len(got.text()), len(got.Members), err, got.Failure, strings.Join(probs, " | "))
	}
	fmt.Fprintln(out, "HELD", held(t, p))
}
