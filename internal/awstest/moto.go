package awstest

import (
	"bufio"
	"os/exec"
	"strings"
	"testing"
)

// Moto starts moto's server, another stand-in for AWS, which others wrote after
// what AWS does, and gives its URL. It ends with the test. Where it is not
// installed the test is skipped.
func Moto(t testing.TB) string {
	t.Helper()
	path, err := exec.LookPath("moto_server")
	if err != nil {
		t.Skip("moto_server is not on PATH: what is tested over HTTP is tested against internal/awstest alone")
	}
	cmd := exec.Command(path, "-H", "127.0.0.1", "-p", "0") //nolint:gosec // what PATH has
	said, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill() //nolint:errcheck // it may have ended
		cmd.Wait()         //nolint:errcheck // it was killed
	})
	lines := bufio.NewScanner(said)
	for lines.Scan() {
		_, url, ok := strings.Cut(lines.Text(), "Running on ")
		if !ok {
			continue
		}
		go func() {
			for lines.Scan() { // it would stop for want of a reader
				continue
			}
		}()
		return strings.TrimSpace(url)
	}
	t.Skip("moto_server is on PATH and does not start: what is tested over HTTP is tested against internal/awstest alone")
	return ""
}
