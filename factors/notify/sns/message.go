package sns

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sns/types"

	"countersign/factors/notify"
)

// otherwise is what SNS would send where a message has nothing for the service.
// It has, always; SNS wants the member all the same.
const otherwise = "Sign-in request"

// fcmMessage is what SNS hands on to FCM (its HTTP v1).
type fcmMessage struct {
	V1 struct {
		Message struct {
			Data    notify.Envelope `json:"data"`
			Android struct {
				Priority    string `json:"priority"`
				CollapseKey string `json:"collapse_key"`
			} `json:"android"`
		} `json:"message"`
	} `json:"fcmV1Message"`
}

// publication is m for the service of the application, without its target. What
// concerns how it travels to Apple, and for how long it is kept, are attributes
// of the message, not members of it.
func publication(m notify.Message, application string, now time.Time) (*sns.PublishInput, error) {
	service, err := serviceOf(application)
	if err != nil {
		return nil, err
	}
	payload, err := payloadFor(service, m)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(map[string]string{"default": otherwise, service: string(payload)})
	if err != nil {
		return nil, fmt.Errorf("write the message: %w", err)
	}
	seconds := strconv.FormatInt(int64(m.TTL(now)/time.Second), 10)
	attributes := map[string]string{}
	if service == serviceFCM {
		attributes["AWS.SNS.MOBILE.FCM.TTL"] = seconds
	} else {
		attributes["AWS.SNS.MOBILE."+service+".TTL"] = seconds
		attributes["AWS.SNS.MOBILE.APNS.PUSH_TYPE"] = "alert"
		attributes["AWS.SNS.MOBILE.APNS.PRIORITY"] = m.ApplePriority()
		attributes["AWS.SNS.MOBILE.APNS.COLLAPSE_ID"] = m.Challenge
	}
	out := &sns.PublishInput{
		Message: aws.String(string(text)), MessageStructure: aws.String("json"),
		MessageAttributes: map[string]types.MessageAttributeValue{},
	}
	for name, value := range attributes {
		out.MessageAttributes[name] = types.MessageAttributeValue{DataType: aws.String("String"), StringValue: aws.String(value)}
	}
	return out, nil
}

func payloadFor(service string, m notify.Message) ([]byte, error) {
	if service != serviceFCM {
		return m.ApplePayload()
	}
	e, err := m.Envelope()
	if err != nil {
		return nil, err
	}
	var f fcmMessage
	f.V1.Message.Data = e
	f.V1.Message.Android.Priority = m.AndroidPriority()
	f.V1.Message.Android.CollapseKey = m.Challenge
	b, err := json.Marshal(f)
	if err != nil {
		return nil, fmt.Errorf("write the message for FCM: %w", err)
	}
	return b, nil
}
