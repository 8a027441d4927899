package awstest

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"strings"
)

// PutObject has somebody put an object into S3.
func (s *Server) PutObject(bucket, key string, content []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.objects == nil {
		s.objects = map[string][]byte{}
	}
	s.objects[bucket+"/"+key] = content
}

// objectProtocol is that of S3, with buckets in paths.
type objectProtocol struct{}

func (objectProtocol) read(r *http.Request, _ []byte) (Call, error) {
	bucket, key, _ := strings.Cut(strings.TrimPrefix(r.URL.EscapedPath(), "/"), "/")
	key, err := url.PathUnescape(key)
	if err != nil {
		return Call{}, err
	}
	name := map[string]string{http.MethodGet: "GetObject"}[r.Method]
	return Call{Service: "s3", Name: name, Params: map[string]any{"Bucket": bucket, "Key": key}}, nil
}

func (objectProtocol) reply(_ Call, result map[string]any) answer {
	body, _ := result["Body"].([]byte)
	return answer{http.StatusOK, http.Header{"Content-Type": {"binary/octet-stream"}}, body}
}

func (objectProtocol) refuse(p *Problem) answer {
	text, err := xml.Marshal(struct {
		XMLName struct{} `xml:"Error"`
		Code    string
		Message string
	}{Code: p.Code, Message: p.Message})
	if err != nil {
		panic("awstest: " + err.Error())
	}
	return answer{p.Status, http.Header{"Content-Type": {"application/xml"}}, text}
}

func (s *Server) getObject(p params) (map[string]any, *Problem) {
	content, ok := s.objects[p.text("Bucket")+"/"+p.text("Key")]
	if !ok {
		return nil, refuse(http.StatusNotFound, "NoSuchKey", "The specified key does not exist.")
	}
	return map[string]any{"Body": content}, nil
}
