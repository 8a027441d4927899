package awstest

import (
	"bufio"
	"io"
	"net/http"
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
		url = strings.TrimSpace(url)
		if problem := motoFails(url); problem != "" {
			t.Skipf("moto_server is on PATH and does not work here: %s", problem)
		}
		return url
	}
	t.Skip("moto_server is on PATH and does not start: what is tested over HTTP is tested against internal/awstest alone")
	return ""
}

// motoFails makes the simplest call there is of a service that moto loads when it
// is first called; how moto is installed decides whether that works. What it says
// instead is given, or nothing.
func motoFails(url string) string {
	r, err := http.NewRequest(http.MethodPost, url+"/", strings.NewReader(`{}`))
	if err != nil {
		return err.Error()
	}
	r.Header.Set("X-Amz-Target", "Logs_20140328.DescribeLogGroups")
	r.Header.Set("Content-Type", "application/x-amz-json-1.1")
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/logs/aws4_request, SignedHeaders=host, Signature=0")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err.Error()
	}
	defer answer.Body.Close() //nolint:errcheck // it was read
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return err.Error()
	}
	if answer.StatusCode >= http.StatusInternalServerError {
		return string(body)
	}
	return ""
}
