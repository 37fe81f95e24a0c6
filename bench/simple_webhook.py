"""simple_webhook as it runs today: print the event, forward it while the sender waits, answer."""

import os

import requests
from flask import Flask, jsonify, request

FORWARD_URL = os.environ["FORWARD_URL"]

app = Flask(__name__)


@app.route("/webhook", methods=["POST"])
def webhook():
    data = request.get_json()
    print(f"Webhook received: {data}", flush=True)
    try:
        response = requests.post(FORWARD_URL, json=data, timeout=5)
    except requests.RequestException as error:
        print(f"Could not forward: {error}", flush=True)
        return jsonify({"status": "error", "message": str(error)}), 502
    return jsonify({"status": "success", "forward_status": response.status_code}), 200
