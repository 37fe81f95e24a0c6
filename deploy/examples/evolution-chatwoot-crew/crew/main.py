"""A crew behind one endpoint: POST /answer takes a question and answers {"reply", "handoff"}."""

import os

from crewai import Agent, Crew, Task
from fastapi import FastAPI, Header, HTTPException
from pydantic import BaseModel

app = FastAPI()


def crew() -> Crew:
    """One for each question: a task keeps the inputs that it was given, and several are answered at once."""
    attendant = Agent(
        role="Attendant of a shop",
        goal="Answer customers on WhatsApp: friendly, short, in their language",
        backstory="You know the shop's products and its delivery times. What you do not know you leave to a person.",
    )
    answer = Task(
        description="{contact} writes:\n{message}\nAnswer. Write HANDOFF alone if a person has to take over.",
        expected_output="The answer as it is to be sent, or HANDOFF",
        agent=attendant,
    )
    return Crew(agents=[attendant], tasks=[answer])


class Question(BaseModel):
    conversation: str
    message: str
    contact: str | None = None
    phone: str | None = None


# Not "async def": FastAPI then runs it on a thread, and one slow answer keeps nobody waiting.
@app.post("/answer")
def reply(question: Question, x_api_key: str = Header("")) -> dict:
    if x_api_key != os.environ["CREW_KEY"]:
        raise HTTPException(401)
    text = crew().kickoff(inputs={"contact": question.contact or "A customer", "message": question.message}).raw.strip()
    if text == "HANDOFF":
        return {"reply": "Vou chamar alguém da equipe. Um momento!", "handoff": True}
    return {"reply": text}
