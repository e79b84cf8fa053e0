package unzip

import (
	"archive/zip"
	"bytes"
	"crypto/aes"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha1"
	"hash/crc32"
	"testing"
)

// encrypted makes a ZIP file with one stored and encrypted member "s": by
// AES of a strength, or by ZipCrypto where strength is 0.
func encrypted(t testing.TB, strength byte, password, data string) []byte {
	t.Helper()
	h := &zip.FileHeader{Name: "s", Method: 0, Flags: flagEncrypted, CRC32: crc32.ChecksumIEEE([]byte(data)), UncompressedSize64: uint64(len(data))}
	body := zipCrypto(password, data, byte(h.CRC32>>24))
	if strength > 0 {
		h.Method, h.CRC32 = methodAES, 0
		h.Extra = []byte{0x01, 0x99, 7, 0, 2, 0, 'A', 'E', strength, 0, 0}
		body = withAES(t, strength, password, data)
	}
	h.CompressedSize64 = uint64(len(body))
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	f, err := w.CreateRaw(h)
	if err == nil {
		_, err = f.Write(body)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func zipCrypto(password, data string, check byte) []byte {
	r := &cryptReader{keys: [3]uint32{0x12345678, 0x23456789, 0x34567890}}
	for i := range len(password) {
		r.update(password[i])
	}
	clear := append([]byte("eleven rand"), check)
	clear = append(clear, data...)
	for i, b := range clear {
		k := r.keys[2] | 2
		clear[i] = b ^ byte(k*(k^1)>>8)
		r.update(b)
	}
	return clear
}

func withAES(t testing.TB, strength byte, password, data string) []byte {
	t.Helper()
	n := 8 + 8*int(strength)
	salt := []byte("0123456789abcdef")[:n/2]
	keys, err := pbkdf2.Key(sha1.New, password, salt, 1000, 2*n+2)
	if err != nil {
		t.Fatal(err)
	}
	block, err := aes.NewCipher(keys[:n])
	if err != nil {
		t.Fatal(err)
	}
	body := []byte(data)
	for i := range body {
		pad := make([]byte, aes.BlockSize)
		pad[0] = byte(i/aes.BlockSize + 1)
		block.Encrypt(pad, pad)
		body[i] ^= pad[i%aes.BlockSize]
	}
	mac := hmac.New(sha1.New, keys[n:2*n])
	mac.Write(body)
	return append(append(append(bytes.Clone(salt), keys[2*n:]...), body...), mac.Sum(nil)[:10]...)
}

func TestAnEncryptedMemberThatWasChangedIsTold(t *testing.T) {
	data := encrypted(t, 3, "p", "secret words")
	at := bytes.Index(data, []byte("0123456789abcdef"))
	data[at+20] ^= 1
	opt := small()
	opt.Password = "p"
	got, err := read(t, "", data, opt)
	if err != nil || len(got.members) > 0 || !got.told("authentication code") {
		t.Error(err, got.members, got.problems)
	}
}
