# frozen_string_literal: true

# Without socket.rb and what it loads: TCPSocket is in the extension.
require 'socket.so'

module LambdaWorkbench
  Invocation = Struct.new(:headers, :body) do
    def request_id = headers['lambda-runtime-aws-request-id']
    def trace_id = headers['lambda-runtime-trace-id']
    def content_type = headers['content-type']
  end

  # The Runtime API over one bare socket: Net::HTTP would cost three cold starts.
  class Client
    BASE = '/2018-06-01/runtime'
    RECEIVE_BYTES = 65_536

    def initialize(address)
      host, port = address.split(':')
      @address = address
      @socket = TCPSocket.new(host, port.to_i)
      @socket.setsockopt(:TCP, :NODELAY, 1)
      @received = String.new(encoding: Encoding::BINARY)
    end

    def next
      Invocation.new(*request('GET', '/invocation/next'))
    end

    # A refusal (a response that is too large) is told to the caller by Lambda.
    def response(request_id, body, content_type)
      request('POST', "/invocation/#{request_id}/response", body, "Content-Type: #{content_type}\r\n")
    end

    def error(request_id, failure)
      report("/invocation/#{request_id}/error", failure)
    end

    def init_error(failure)
      report('/init/error', failure)
    end

    private

    def report(path, failure)
      headers = "Content-Type: application/json\r\nLambda-Runtime-Function-Error-Type: #{failure.reported_type}\r\n"
      request('POST', path, failure.to_json, headers)
    end

    def request(method, path, body = '', headers = '')
      @socket.write("#{method} #{BASE}#{path} HTTP/1.1\r\nHost: #{@address}\r\n#{headers}Content-Length: #{body.bytesize}\r\n\r\n".b + body.b)
      reply
    rescue SystemCallError, IOError
      # Lambda is gone: nothing may outlive it, whatever threads and children there are.
      Process.kill(:KILL, 0)
      exit!(1)
    end

    def reply
      data = String.new(encoding: Encoding::BINARY)
      data << @socket.readpartial(RECEIVE_BYTES, @received) until (head = data.index("\r\n\r\n"))
      headers = data.byteslice(0, head).split("\r\n").drop(1).to_h do |line|
        name, value = line.split(':', 2)
        [name.downcase, value.strip.force_encoding(Encoding::UTF_8)]
      end
      length = headers.fetch('content-length', '0').to_i
      data << @socket.readpartial(RECEIVE_BYTES, @received) while data.bytesize < head + 4 + length
      [headers, data.byteslice(head + 4, length).force_encoding(Encoding::UTF_8)]
    end
  end
end
