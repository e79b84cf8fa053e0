package pdfium

import (
	"sanad/internal/format/pdf"
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestZZDump(t *testing.T) {
	e := warm(t)
	for _, name := range strings.Fields(os.Getenv("PDF")) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var got found
		fmt.Fprintln(os.Stderr, name, e.Read(source(data), options(""), &got), got.Problems)
		os.WriteFile(strings.TrimSuffix(name, ".pdf")+".our.txt", []byte(got.text()), 0o644)
	}
	if os.Getenv("CHARS") != "" {
		data, _ := os.ReadFile(os.Getenv("CHARS"))
		d, err := e.open(source(data), "")
		if err != nil { t.Fatal(err) }
		p, _ := d.openPage(0)
		for i, c := range p.chars() {
			fmt.Printf("%d %q w%d told%v over%v pen %.2f,%.2f x %.2f..%.2f y %.2f..%.2f s%.1f t%d\n", i, c.Text, c.Word, c.Told, c.Over, c.X, c.Y, c.Box.X0, c.Box.X1, c.Box.Y0, c.Box.Y1, c.Size, c.Turn)
		}
	}
}

func TestZZMark(t *testing.T) {
	e := warm(t)
	data, _ := os.ReadFile("/tmp/pdfw/gen/pg_amiri.pdf")
	d, _ := e.open(source(data), "")
	p, _ := d.openPage(0)
	var cs []pdf.Char
	for _, c := range p.chars() {
		if c.Y > 120 && c.Y < 130 { cs = append(cs, c) }
	}
	for k := len(cs); k > 0; k -= 4 {
		fmt.Println(k, strings.Contains(pdf.Layout(cs[:k], p.width, p.height).Text, "\u064b"))
	}
	fmt.Printf("%q\n", pdf.Layout(cs, p.width, p.height).Text)
}
