def process(event:, context:)
  Hello.process(event: event, context: context)
end

class Hello
  # Says hello.
  def self.process(event:, context:)
    { statusCode: 200, body: "Hello #{event['name']}" }
  end
end
