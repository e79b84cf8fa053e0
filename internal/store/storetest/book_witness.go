package storetest

import (
	"context"
	"encoding/base64"
	"testing"
	"time"

	"sanad/internal/core/ledger"
	"sanad/internal/core/witness"
	"sanad/internal/flow"
)

// A checkpoint of an invented log with two cosignatures, and what openssl ts
// stamped: they are checked when they are recorded, so they must hold.
const (
	sampleCheckpoint = "varanda.example/log\n1\n2cLWa1IsJSJyj1Of+fZ7hdQN7/8JX8ilKMmU9PNbs94=\n\n— varanda.example/log thDpuGJSQJIRGUnL1oFQ1LhPwywVjinoOWUSrA41Ddk8retjr/DHY6q4ntzS9MancCejSAPTZJ+S0gJhx6GJ0ZXqEQI=\n"
	sampleRequest    = "MEQCAQEwMTANBglghkgBZQMEAgEFAAQgNk0KFb+ZWuZhTb1MmmQVwd40sDJuVQ101fcc7V9X+7kCCQDHx/bfeuUMtQEB/w=="
	sampleReply      = "MIIDwDADAgEAMIIDtwYJKoZIhvcNAQcCoIIDqDCCA6QCAQMxDzANBglghkgBZQMEAgEFADCBpwYLKoZIhvcNAQkQAQSggZcEgZQwgZECAQEGBCoDBAEwMTANBglghkgBZQMEAgEFAAQgNk0KFb+ZWuZhTb1MmmQV" +
		"wd40sDJuVQ101fcc7V9X+7kCAQcYEzIwMjYxMjAxMDI1ODM2LjQ3OVowCgIBAYACAfSBAWQBAf8CCQDHx/bfeuUMtaAhpB8wHTEbMBkGA1UEAxMSVmFyYW5kYSBUaW1lIGVjZHNhoIIBljCCAZIwggE4oAMCAQIC" +
		"AQMwCgYIKoZIzj0EAwIwHDEaMBgGA1UEAxMRVmFyYW5kYSBUaW1lIFJvb3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMB0xGzAZBgNVBAMTElZhcmFuZGEgVGltZSBlY2RzYTB2MBAGByqGSM49" +
		"AgEGBSuBBAAiA2IABAF4BW3fIE9y/yaC5OhVx+Huczg2MwSSW9uEdlcehpfx4zW9ILGe1S2jYMl/Wul25SUxkVJxpNSAcp6vOTAhCqXkS2klsuOHnWINs3NXfL+cBR925Z+Mg2KuZef/xQ8t5KNLMEkwDgYDVR0P" +
		"AQH/BAQDAgeAMB8GA1UdIwQYMBaAFE5M//Jk2rJvivKgUBIf9hk7vU+GMBYGA1UdJQEB/wQMMAoGCCsGAQUFBwMIMAoGCCqGSM49BAMCA0gAMEUCIH4v7+eKBXhZWHj7PyflsIEplLBRw7xifXy3F+tyRmtfAiEA" +
		"k9VmHNEEs66Mf6s99bGGUKQutm4QBV4YosFPeYuVADMxggFIMIIBRAIBATAhMBwxGjAYBgNVBAMTEVZhcmFuZGEgVGltZSBSb290AgEDMA0GCWCGSAFlAwQCAQUAoIGYMBoGCSqGSIb3DQEJAzENBgsqhkiG9w0B" +
		"CRABBDAcBgkqhkiG9w0BCQUxDxcNMjYxMjAxMDI1ODM2WjArBgsqhkiG9w0BCRACDDEcMBowGDAWBBSDQk9h+T2go+bPSD7swldaQd9mrjAvBgkqhkiG9w0BCQQxIgQgkQN22GPhjjfmvflvZZuzvK1SqehIpbAL" +
		"6vh2W+DUCN4wCgYIKoZIzj0EAwIEZjBkAjARNzI1V1es+B2S4QIm1JeZsnkkqzlzobmKnuJVCagKfhblcKXrpXhgY7ovwLVLJg0CMDXLbISTq2peAC91lBxaE1btbC63ju77GKWbIoa31VlGhau0n0WqQPwsfgS2" +
		"yWHvcQ=="
)

func sampleCosigned(name string, seed byte, at int64) witness.Cosigned {
	drawn, err := witness.DrawKey(name, [32]byte{seed})
	made(err)
	signer, err := witness.ParseSigner(drawn)
	made(err)
	text, _, err := witness.SplitNote([]byte(sampleCheckpoint))
	made(err)
	c, err := witness.ParseText(text)
	made(err)
	when := time.Unix(at, 0).UTC()
	return witness.Cosigned{Size: c.Size, Root: ledger.PathHash(c.Root), Checkpoint: sampleCheckpoint, Witness: signer.String(), At: when, Line: signer.Cosign(text, when)}
}

func sampleStamped() witness.Stamped {
	request, err := base64.StdEncoding.DecodeString(sampleRequest)
	made(err)
	reply, err := base64.StdEncoding.DecodeString(sampleReply)
	made(err)
	of := sampleCosigned("w.example/1", 1, 1764558000)
	return witness.Stamped{Size: of.Size, Root: of.Root, Checkpoint: of.Checkpoint, At: time.Date(2026, 12, 1, 2, 58, 36, 479_000_000, time.UTC),
		Authority: "CN=Varanda Time ecdsa", Policy: "1.2.3.4.1", Request: request, Reply: reply}
}

// made ends on what can't happen: the samples are constants.
func made(err error) {
	if err != nil {
		panic(err)
	}
}

func sampleVouched() []ledger.Fact {
	return []ledger.Fact{sampleCosigned("w.example/1", 1, 1764558000), sampleCosigned("w.example/2", 2, 1764558001), sampleStamped(), sampleCosigned("w.example/1", 1, 1764558002)}
}

func askVouched(ctx context.Context, t *testing.T, s flow.State) {
	all, err := s.Cosigned(ctx, flow.VouchQuery{Limit: 10})
	var got []witness.Cosigned
	for _, c := range all {
		got = append(got, c.Cosigned)
	}
	first := sampleCosigned("w.example/1", 1, 1764558000)
	want(t, "the cosignatures, the newest first", got, []witness.Cosigned{sampleCosigned("w.example/1", 1, 1764558002), sampleCosigned("w.example/2", 2, 1764558001), first}, err)
	if len(all) != 3 || all[2].By != "first" || all[0].Index != all[2].Index+3 || all[0].Taken.IsZero() {
		t.Fatalf("the cosignatures stand as %+v", all)
	}
	for name, q := range map[string]flow.VouchQuery{"of one witness": {Witness: first.Witness, Limit: 10}, "two": {Limit: 2}, "of this size, two": {Size: 1, Most: 1, Limit: 2}} {
		some, err := s.Cosigned(ctx, q)
		want(t, "how many there are "+name, len(some), 2, err)
	}
	none, err := s.Cosigned(ctx, flow.VouchQuery{Size: 2, Limit: 10})
	want(t, "those of a size nobody signed", len(none), 0, err)
	stamps, err := s.Stamped(ctx, flow.VouchQuery{Most: 5, Limit: 10})
	if err != nil || len(stamps) != 1 {
		t.Fatalf("the stamps are %v: %v", stamps, err)
	}
	want(t, "the stamp", stamps[0].Stamped, sampleStamped(), nil)
	want(t, "the stamp's entry", []any{stamps[0].Index, stamps[0].By}, []any{all[1].Index + 1, "first"}, nil)
}
