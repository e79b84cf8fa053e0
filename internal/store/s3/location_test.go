package s3

import (
	"strings"
	"testing"
)

func TestAnAddressIsReadWhole(t *testing.T) {
	for address, want := range map[string]location{
		"s3://b": {bucket: "b", host: "s3.us-east-1.amazonaws.com", secure: true, region: "us-east-1"},
		"s3://b/a/c/?region=eu-west-3": {bucket: "b", prefix: "a/c", host: "s3.eu-west-3.amazonaws.com", secure: true,
			region: "eu-west-3"},
		"s3://b?endpoint=http://127.0.0.1:7070&path=1": {bucket: "b", host: "127.0.0.1:7070", region: "us-east-1", inPath: true},
		"s3://b?endpoint=http://[::1]:7070":            {bucket: "b", host: "[::1]:7070", region: "us-east-1"},
		"s3://b?endpoint=https://s3.example/":          {bucket: "b", host: "s3.example", secure: true, region: "us-east-1"},
		"s3://b?endpoint=http://10.0.0.1:9000&plain=1": {bucket: "b", host: "10.0.0.1:9000", region: "us-east-1"},
	} {
		if got, err := parseLocation(address); err != nil || got != want {
			t.Errorf("%s was read as %+v, %v; want %+v", address, got, err, want)
		}
	}
}

func TestAnAddressThatWouldMisleadIsRefused(t *testing.T) {
	for address, says := range map[string]string{
		"https://b":                            "not of the form",
		"s3:///a":                              "not of the form",
		"s3://key:secret@b":                    "SANAD_S3_SECRET_KEY",
		"s3://b?endpiont=https://s3.example":   "unknown part",
		"s3://b?endpoint=ftp://s3.example":     "endpoint",
		"s3://b?endpoint=s3.example":           "endpoint",
		"s3://b?endpoint=https://s3.example/x": "endpoint",
		"s3://b?endpoint=http://s3.example":    "unencrypted",
		"s3://b/a/../c":                        "dot parts",
		"s3://b/a//c":                          "dot parts",
	} {
		_, err := parseLocation(address)
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s gave %v, want an error that says %q", address, err, says)
		}
		if err != nil && strings.Contains(err.Error(), "key:secret") {
			t.Errorf("the error repeats the key: %v", err)
		}
	}
}
